package io.ambientprober.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The version has one place, pom.xml; what cannot read it there, manifests and docs, says the same. */
final class VersionTest {
    private static final Path ROOT = Path.of("..");

    /** An image by name and tag, and the archive of one. */
    private static final Pattern NAMED = Pattern.compile(
            "ambient-prober:(\\d+\\.\\d+\\.\\d[\\w.-]*)|ambient-prober-(\\d+\\.\\d+\\.\\d\\S*?)-(?:amd64|arm64)");

    @Test
    void manifestsAndDocsNameTheImageOfThisVersion() throws IOException {
        String version =
                Files.readString(ROOT.resolve("pom.xml")).replaceFirst("(?s).*<revision>(.*?)</revision>.*", "$1");
        List<String> found = new ArrayList<>();
        for (Path text : texts()) {
            NAMED.matcher(Files.readString(text))
                    .results()
                    .map(match -> match.group(1) == null ? match.group(2) : match.group(1))
                    .forEach(named -> found.add(ROOT.relativize(text) + ": " + named));
        }

        assertThat(found)
                .hasSizeGreaterThan(5)
                .allSatisfy(named -> assertThat(named).endsWith(": " + version));
    }

    private static List<Path> texts() throws IOException {
        List<Path> texts = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        for (String folder : List.of("docs", "manifests")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
                files.filter(file -> file.toString().matches(".*\\.(md|yaml)")).forEach(texts::add);
            }
        }
        return texts;
    }
}

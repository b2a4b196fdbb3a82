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

/** What users stumbled over stays out of messages, help and docs. */
class PlainEnglishTest {
    private static final Path ROOT = Path.of("..");

    /** Each with a word for it in plain English. */
    private static final Pattern STUMBLING = Pattern.compile(
            "\\bin clear\\b(?! text)" // in the clear
                    + "|besides its one line" // also
                    + "|tunnels neither" // not even inside tunnels
                    + "|longer than nothing" // longer than zero
                    + "|told to end; there is no verdict" // interrupted
                    + "|is the API server well" // healthy
                    + "|nobody to talk to" // no peer
                    + "|fails still is no news" // not reported as new
                    + "|[Tt]his speaks of" // is about
                    + "|description = \"Of " // names the thing
            );

    @Test
    void noTextHasWordsThatUsersStumbledOver() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path text : texts()) {
            STUMBLING
                    .matcher(Files.readString(text).replaceAll("\\s*\\n(\\s*(\\*|//|#))?\\s*", " "))
                    .results()
                    .forEach(match -> found.add(ROOT.relativize(text) + ": " + match.group()));
        }
        assertThat(found).isEmpty();
    }

    private static List<Path> texts() throws IOException {
        List<Path> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/.git/"))
                    .filter(file ->
                            file.toString().endsWith(".md") || file.toString().contains("/src/main/java/"))
                    .filter(Files::isRegularFile)
                    .forEach(texts::add);
        }
        assertThat(texts).hasSizeGreaterThan(100);
        return texts;
    }
}

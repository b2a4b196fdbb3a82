package io.ambientprober.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What users stumbled over stays out of messages, help, docs and comments. */
class PlainEnglishTest {
    private static final Path ROOT = Path.of("..");

    /** Words that users stumbled over, each with what says the same in plain English. */
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("in clear\\b(?! text)", "in the clear"),
            Map.entry("besides\\b(?!-)", "in addition to, also"),
            Map.entry("tunnels neither", "not even inside tunnels"),
            Map.entry("longer than nothing", "longer than zero"),
            Map.entry("told to end", "stopped, interrupted"),
            Map.entry("API server well", "healthy"),
            Map.entry("(all|it|mesh) is well\\b(?!-)", "healthy, passes"),
            Map.entry("nobody to talk to", "no peer"),
            Map.entry("fails still|is no news", "is not reported as new"),
            Map.entry("speaks? of", "is about, names"),
            Map.entry("description = \"Of ", "names the thing"),
            Map.entry("whoever", "anyone who, the one that"),
            Map.entry("anew\\b(?!\\()", "again"),
            Map.entry("bef(ell|alls)", "happened to"),
            Map.entry("(take|takes|taken|taking) away", "remove, delete"),
            Map.entry("takes? (it|them|that|all) away", "remove, delete"),
            Map.entry("com(e|es|ing) to the same", "gives the same"),
            Map.entry("vouch(es)?", "confirms, signs"),
            Map.entry("hand(s|ed)? (it|them) (over|to|up|on)", "passes, gives"),
            Map.entry("all but\\b", "all except, almost"),
            Map.entry("has none of", "has no"),
            Map.entry("in vain", "without success"),
            Map.entry("hence", "so"),
            Map.entry("reckoned", "estimated"),
            Map.entry("lies? beside", "is beside"));

    private static final Pattern STUMBLING =
            Pattern.compile("\\b(?:" + String.join("|", PLAIN.keySet()) + ")", Pattern.CASE_INSENSITIVE);

    @Test
    void noTextHasWordsThatUsersStumbledOver() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path text : texts()) {
            STUMBLING
                    .matcher(Files.readString(text).replaceAll("\\s*\\n(\\s*(\\*|//|#))?\\s*", " "))
                    .results()
                    .forEach(match -> found.add(ROOT.relativize(text) + ": " + match.group()));
        }
        assertThat(found).as("in plain English: %s", PLAIN).isEmpty();
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

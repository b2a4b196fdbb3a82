package io.ambientprober.report.model;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.verdict.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hint that a report prints leads somewhere. */
class HelpLinksTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LOCAL_LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");

    static Stream<Reason> reasons() {
        return Stream.of(Reason.class.getPermittedSubclasses())
                .flatMap(table -> Stream.of(table.getEnumConstants()))
                .map(Reason.class::cast);
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void everyReasonHasItsHeading(Reason reason) throws IOException {
        String[] link = ReasonText.help(reason).split("#", 2);

        assertThat(anchors(ROOT.resolve(link[0]))).containsOnlyOnce(link[1]);
        assertThat(ReasonText.sentence(reason)).endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("reasons")
    void everyHintNamesACommandThatExplains(Reason reason) {
        assertThat(ExplainHint.of(reason))
                .isEqualTo("prober explain " + reason.code() + " (docs/checks.md of ambient-prober development)");
        assertThat(Explanations.packed().section(reason.code())).isNotBlank();
    }

    /** One word is enough for {@code prober explain}. */
    @Test
    void noCauseIsCalledAsAReasonIs() {
        Explanations explanations = Explanations.packed();

        assertThat(explanations.causes()).isNotEmpty().doesNotContainAnyElementsOf(explanations.reasons());
    }

    @Test
    void everyHeadingBelongsToAReason() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("docs/checks.md")).stream()
                        .filter(line -> line.startsWith("### "))
                        .map(line -> line.substring(4)))
                .containsExactlyInAnyOrderElementsOf(
                        reasons().map(Reason::code).distinct().toList());
    }

    static Stream<Path> pages() {
        return Stream.of(ROOT, ROOT.resolve("docs"), ROOT.resolve("docs/adr"), ROOT.resolve("samples"))
                .flatMap(folder -> Stream.of(requireNonNull(folder.toFile().listFiles())))
                .map(File::toPath)
                .filter(file -> file.toString().endsWith(".md"));
    }

    @Test
    void theReadMeIsShort() throws IOException {
        assertThat(Files.readAllLines(ROOT.resolve("README.md"))).hasSizeLessThanOrEqualTo(150);
        assertThat(pages()).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void localLinksResolve(Path file) throws IOException {
        var links = LOCAL_LINK.matcher(Files.readString(file));
        while (links.find()) {
            Path target = links.group(1).isEmpty() ? file : file.resolveSibling(links.group(1));
            assertThat(target).exists();
            if (links.group(2) != null) {
                assertThat(anchors(target)).contains(links.group(2));
            }
        }
    }

    /** As forges make them from headings without markup. */
    private static List<String> anchors(Path page) throws IOException {
        return Files.readAllLines(page).stream()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{Alnum} -]", "").replace(' ', '-'))
                .toList();
    }
}

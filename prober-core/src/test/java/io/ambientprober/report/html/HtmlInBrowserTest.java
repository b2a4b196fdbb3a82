package io.ambientprober.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambientprober.browser.Chromium;
import io.ambientprober.browser.Tab;
import io.ambientprober.report.ClusterSamples;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.model.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as a browser shows it. */
@Tag("browser")
class HtmlInBrowserTest {
    private static final String MARKUP =
            "<script>window.pwned = 1</script>\"'><img src=http://192.0.2.1/x onerror='window.pwned = 2'>";

    private static @Nullable Chromium chromium;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Chromium.installed();
        assumeTrue(program.isPresent(), "Chromium is not installed (Debian's package chromium)");
        chromium = Chromium.start(program.orElseThrow());
    }

    @AfterAll
    static void stop() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
    }

    static Stream<Arguments> reports() {
        return Stream.of(
                Arguments.of("passing", SampleReports.passing()),
                Arguments.of("masked", SampleReports.masked()),
                Arguments.of("inconclusive", SampleReports.inconclusive()),
                Arguments.of("aborted", SampleReports.aborted()),
                Arguments.of("large", SampleReports.large(30)),
                Arguments.of("hostile", SampleReports.named(MARKUP)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void itAsksForNothingAndComplainsOfNothing(String name, Report report) throws Exception {
        Tab tab = load(report);

        assertThat(tab.requests()).singleElement().asString().startsWith("file:");
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.evaluate("typeof window.pwned").asText()).isEqualTo("undefined");
        assertThat(tab.evaluate("document.querySelectorAll('script, img, iframe, link').length")
                        .intValue())
                .isZero();
        assertThat(tab.evaluate("getComputedStyle(document.querySelector('.banner')).borderLeftStyle")
                        .asText())
                .as("the policy lets the page's own style through")
                .isEqualTo("solid");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reports")
    void everyPathHasItsMarkAndTheMarkLeadsToIt(String name, Report report) throws Exception {
        Tab tab = load(report);

        int paths = report.paths().size();
        assertThat(tab.evaluate("document.querySelectorAll('#matrix td a.chip').length")
                        .intValue())
                .isEqualTo(paths);
        assertThat(tab.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')]"
                                + ".filter(a => !document.getElementById(a.getAttribute('href').slice(1))).length")
                        .intValue())
                .isZero();
        assertThat(tab.evaluate("document.querySelectorAll('#paths .path').length")
                        .intValue())
                .isEqualTo(paths);
    }

    @Test
    void marksStandWhereTheirPathsGo() throws Exception {
        Tab tab = load(SampleReports.masked());

        assertThat(tab.evaluate("document.querySelector('#matrix thead').innerText")
                        .asText())
                .contains("node-2");
        assertThat(tab.evaluate("[...document.querySelector('#matrix tbody tr').cells].map(c => c.innerText)")
                        .toString())
                .contains("node-1")
                .contains("plaintext-masked");
        Tab square = load(SampleReports.large(3));
        assertThat(square.evaluate("[...document.querySelectorAll('#matrix thead th')].map(c => c.innerText)")
                        .toString())
                .isEqualTo("[\"from \\\\ to\",\"node-0\",\"node-1\",\"node-2\"]");
        assertThat(square.evaluate(
                                "[...document.querySelectorAll('#matrix tbody tr')].map(r => [...r.cells].map(c => c.className)"
                                        + ".indexOf('same'))")
                        .toString())
                .as("squares of one node lie on the diagonal")
                .isEqualTo("[1,2,3]");
        Tab large = load(SampleReports.large(30));
        assertThat(large.evaluate("document.querySelectorAll('#matrix tbody tr').length")
                        .intValue())
                .isEqualTo(30);
        assertThat(large.evaluate(
                                "[...document.querySelectorAll('#matrix tbody tr')[7].cells].map(c => c.innerText.trim())")
                        .toString())
                .isEqualTo("[\"node-7\",\"× plaintext\",\"√ to node-8\"]");
    }

    @Test
    void whatFailedComesFirstAndIsOpen() throws Exception {
        Tab tab = load(SampleReports.masked());

        JsonNode open = tab.evaluate("[...document.querySelectorAll('details.path')].map(d => d.id + ' ' + d.open)");
        assertThat(open.toString()).isEqualTo("[\"path-0001 true\",\"path-0002 false\",\"path-00ff false\"]");
        assertThat(tab.evaluate("document.querySelector('#path-0001 svg').textContent")
                        .asText())
                .contains(
                        "node node-1",
                        "token in the clear, 12 packets",
                        "nothing of this path",
                        "probe-b/server-node-2");
        assertThat(tab.evaluate("document.querySelector('#path-0001 details code').textContent")
                        .asText())
                .isEqualTo("POST /canary/0001/00000003 HTTP/1.1\\r\\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {360, 1280})
    void nothingStandsOutOfThePage(int width) throws Exception {
        for (Report report : new Report[] {SampleReports.masked(), SampleReports.large(30)}) {
            Tab tab = load(report);
            tab.resize(width, 800);

            assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue())
                    .isLessThanOrEqualTo(width);
            assertThat(tab.evaluate(
                                    "[...document.querySelectorAll('p, li, h1, h2, h3, dd, summary, svg')].filter(e => e.checkVisibility()"
                                            + " && (e.getBoundingClientRect().right > innerWidth + 1)"
                                            + " && !e.closest('.wide')).map(e => e.outerHTML.slice(0, 80))")
                            .size())
                    .isZero();
            assertThat(tab.evaluate(
                                    "Math.min(...[...document.querySelectorAll('svg text')].filter(e => e.checkVisibility())"
                                            + ".map(e => e.getBoundingClientRect().height))")
                            .doubleValue())
                    .as("height of the smallest letters of a drawing")
                    .isGreaterThan(10);
        }
    }

    @Test
    void printShowsWhatIsClosedOnAScreen() throws Exception {
        Tab tab = load(SampleReports.passing());
        String evidence =
                "document.querySelector('#path-0001 .body table').checkVisibility({contentVisibilityAuto: true})";

        assertThat(tab.evaluate(evidence).booleanValue()).isFalse();
        tab.show("print", "light");
        // at the next frame
        Awaitility.await().until(() -> tab.evaluate(evidence).booleanValue());
        assertThat(tab.evaluate("document.querySelector('nav').checkVisibility()")
                        .booleanValue())
                .isFalse();
        assertThat(tab.print()).startsWith('%', 'P', 'D', 'F');
    }

    @Test
    void darkIsDark() throws Exception {
        Tab tab = load(SampleReports.masked());
        String background = "getComputedStyle(document.body).backgroundColor";

        tab.show("screen", "light");
        assertThat(tab.evaluate(background).asText()).isEqualTo("rgb(255, 255, 255)");
        tab.show("screen", "dark");
        assertThat(tab.evaluate(background).asText()).isEqualTo("rgb(16, 20, 24)");
    }

    /** Every pair of text and background of the marks, by the measure of WCAG 2.1 (1.4.3): at least 4.5. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void marksCanBeRead(String scheme) throws Exception {
        Tab tab = load(SampleReports.inconclusive());
        tab.show("screen", scheme);

        JsonNode contrasts = tab.evaluate("""
                (() => {
                  const light = text => {
                    const [r, g, b] = text.match(/\\d+/g).map(v => v / 255)
                        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                  };
                  return [...document.querySelectorAll('#matrix p .chip')].map(e => {
                    const style = getComputedStyle(e);
                    const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
                    return (a + 0.05) / (b + 0.05);
                  });
                })()
                """);
        assertThat(contrasts)
                .hasSize(6)
                .allSatisfy(contrast -> assertThat(contrast.doubleValue()).isGreaterThan(4.5));
    }

    /** 3,000 paths and 60,000 pods and flows: what is not on the page is counted, and nothing leads to it. */
    @Test
    void thePageOfAThousandNodesLeadsNowhereElse() throws Exception {
        Tab tab = load(ClusterSamples.leaking(1000));

        assertThat(tab.evaluate("[...document.querySelectorAll('a[href^=\"#\"]')]"
                                + ".filter(a => !document.getElementById(a.getAttribute('href').slice(1))).length")
                        .intValue())
                .isZero();
        assertThat(tab.evaluate("document.querySelectorAll('#paths .path').length")
                        .intValue())
                .isEqualTo(1000);
        assertThat(tab.evaluate("document.querySelectorAll('#matrix tbody tr').length")
                        .intValue())
                .isEqualTo(250);
        assertThat(tab.evaluate(
                                "document.querySelector('#attention').offsetTop < document.querySelector('#matrix').offsetTop")
                        .booleanValue())
                .isTrue();
        assertThat(tab.requests()).hasSize(1);
        assertThat(tab.complaints()).isEmpty();
    }

    /** How long that takes is told, not judged: docs/reports.md has the numbers of one machine. */
    @Test
    @Tag("long")
    void twoThousandPathsOpen(TestReporter reporter) throws Exception {
        Tab tab = load(SampleReports.large(1000));

        assertThat(tab.evaluate("document.querySelectorAll('#paths .path').length")
                        .intValue())
                .isEqualTo(2000);
        reporter.publishEntry(
                "milliseconds until loaded and laid out",
                tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
                        .asText());
    }

    private Tab load(Report report) throws Exception {
        Path file = Files.writeString(folder.resolve("report.html"), HtmlReport.of(report));
        if (chromium == null) {
            throw new IllegalStateException("Chromium was not started");
        }
        Tab tab = chromium.open();
        tab.load(file);
        return tab;
    }
}

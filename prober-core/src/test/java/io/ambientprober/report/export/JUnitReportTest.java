package io.ambientprober.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.TenantSamples;
import io.ambientprober.report.Xml;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.FailOn;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class JUnitReportTest {
    static Stream<Report> reports() {
        return Stream.of(
                SampleReports.passing(),
                SampleReports.masked(),
                SampleReports.inconclusive(),
                new Revision(SampleReports.inconclusive()).failingOn(FailOn.WARN),
                SampleReports.aborted(),
                TenantSamples.lostRedirection(),
                TenantSamples.onlyFlows(),
                TenantSamples.named("<&>\"' \u0000\u001b\ufffe]]> \ud800"),
                SampleReports.named("<&>\"' \u0000\u001b\ufffe]]> \ud800"));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void itsConsumersTakeIt(Report report) throws SAXException {
        Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(JUnitReportTest.class.getResource("/junit/junit.xsd"));

        assertThatCode(() -> schema.newValidator().validate(new StreamSource(new StringReader(JUnitReport.of(report)))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("reports")
    void itsCountsAreTrue(Report report) throws Exception {
        Document junit = Xml.parse(JUnitReport.of(report));
        NodeList suites = junit.getElementsByTagName("testsuite");
        for (int i = 0; i < suites.getLength(); i++) {
            assertCounts((Element) suites.item(i), "tests", "failures", "errors", "skipped");
        }
        assertCounts(junit.getDocumentElement(), "tests", "failures", "errors");
    }

    private static void assertCounts(Element element, String... counts) {
        Map<String, String> elements =
                Map.of("tests", "testcase", "failures", "failure", "errors", "error", "skipped", "skipped");
        for (String count : counts) {
            assertThat(element.getAttribute(count))
                    .isEqualTo(String.valueOf(
                            element.getElementsByTagName(elements.get(count)).getLength()));
        }
    }

    @Test
    void aSuitePerCheckHasACasePerNamespaceAndOnePerFailure() throws Exception {
        Document junit = Xml.parse(JUnitReport.of(TenantSamples.lostRedirection()));

        assertThat(attributes(junit, "testsuite", "name"))
                .containsExactly("ambient-prober", "ambient-prober.pods", "ambient-prober.flows");
        assertThat(attributes(junit, "testcase", "name"))
                .containsSubsequence(
                        "mesh",
                        "shop",
                        "shop/front-5d8f-9zq2x (Deployment/front) on node-2",
                        "shop/cart-0 (StatefulSet/cart) on node-1")
                .containsSubsequence("mesh", "shop", "mesh/Deployment/client to mesh/Deployment/server:8080")
                .doesNotContain("mesh/client-1 (Deployment/client) on node-1");
        assertThat(attributes(junit, "failure", "type"))
                .containsExactlyInAnyOrder("fail", "namespace", "hbone-refused", "namespace", "past-hbone");
    }

    private static List<String> attributes(Document junit, String element, String name) {
        NodeList elements = junit.getElementsByTagName(element);
        return IntStream.range(0, elements.getLength())
                .mapToObj(i -> ((Element) elements.item(i)).getAttribute(name))
                .toList();
    }

    /** Whatever the paths say, a run that did not pass has a case that did not. */
    @Test
    void greenIsARunThatPassedAndNothingElse() throws Exception {
        assertThat(red(SampleReports.passing())).isZero();
        assertThat(red(SampleReports.masked())).isPositive();
        assertThat(red(SampleReports.inconclusive())).isPositive();
        assertThat(red(SampleReports.aborted())).isEqualTo(1);
        Report withoutControl = new Revision(SampleReports.passing())
                .of(SampleReports.passing().paths().subList(1, 2));
        assertThat(red(withoutControl)).isEqualTo(1);
        assertThat(red(TenantSamples.lostRedirection())).isPositive();
        assertThat(red(TenantSamples.onlyFlows())).isZero();
    }

    private static int red(Report report) throws ParserConfigurationException, IOException, SAXException {
        Document junit = Xml.parse(JUnitReport.of(report));
        return junit.getElementsByTagName("failure").getLength()
                + junit.getElementsByTagName("error").getLength();
    }
}

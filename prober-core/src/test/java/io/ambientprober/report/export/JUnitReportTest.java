package io.ambientprober.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ambientprober.report.Revision;
import io.ambientprober.report.SampleReports;
import io.ambientprober.report.Xml;
import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.FailOn;
import java.io.IOException;
import java.io.StringReader;
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
import org.xml.sax.SAXException;

class JUnitReportTest {
    static Stream<Report> reports() {
        return Stream.of(
                SampleReports.passing(),
                SampleReports.masked(),
                SampleReports.inconclusive(),
                new Revision(SampleReports.inconclusive()).failingOn(FailOn.WARN),
                SampleReports.aborted(),
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
        var suite = junit.getElementsByTagName("testsuite").item(0).getAttributes();

        for (String[] count : new String[][] {
            {"tests", "testcase"}, {"failures", "failure"}, {"errors", "error"}, {"skipped", "skipped"}
        }) {
            assertThat(suite.getNamedItem(count[0]).getNodeValue())
                    .isEqualTo(
                            String.valueOf(junit.getElementsByTagName(count[1]).getLength()));
        }
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
    }

    private static int red(Report report) throws ParserConfigurationException, IOException, SAXException {
        Document junit = Xml.parse(JUnitReport.of(report));
        return junit.getElementsByTagName("failure").getLength()
                + junit.getElementsByTagName("error").getLength();
    }
}

package io.ambientprober.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scripts/audit takes and refuses, of a bill with one library; and that docs/vex.json is about what the pom names. */
final class AuditTest {
    private static final Path ROOT = Path.of("..");
    private static final String BILL = """
            {"components": [{"group": "org.example", "name": "lib", "version": "1.0",
              "purl": "pkg:maven/org.example/lib@1.0?type=jar"}]}
            """;
    private static final String GOOD = """
            {"timestamp": "2026-01-01T00:00:00Z", "statements": [{
              "vulnerability": {"name": "CVE-1", "description": "reads too far"},
              "products": [{"@id": "pkg:maven/org.example/lib@1.0"}],
              "status": "not_affected",
              "justification": "vulnerable_code_not_in_execute_path",
              "impact_statement": "not called"}]}
            """;

    @TempDir
    private Path folder;

    private Path bill;

    @BeforeEach
    void makeBill() throws IOException {
        bill = Files.writeString(folder.resolve("bill.json"), BILL);
    }

    @Test
    void takesAnAdvisoryWithAReason() throws Exception {
        Result result = audit(GOOD);

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).contains("org.example:lib 1.0").contains("1 judged, 0 of them affect it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"not called\" | \" \" | CVE-1: not_affected, without a reason",
                "\"vulnerable_code_not_in_execute_path\" | \"\" | CVE-1: not_affected, without a justification",
                "lib@1.0 | lib@0.9 | CVE-1: pkg:maven/org.example/lib@0.9 is not shipped",
                "not_affected | affected | CVE-1: affected, without what to do",
                "not_affected | under_investigation | CVE-1: is still under investigation",
                "reads too far | '' | CVE-1: does not say what it is about",
                "2026-01-01T00:00:00Z | '' | the file has no timestamp",
            })
    void refusesWhatLacksSomething(String text, String instead, String complaint) throws Exception {
        assertThat(GOOD).contains(text);

        Result result = audit(GOOD.replace(text, instead));

        assertThat(result.code()).as(result.output()).isOne();
        assertThat(result.output()).contains("audit: " + complaint);
    }

    @Test
    void saysThatAFileIsMissing() throws Exception {
        Result result = run(folder.resolve("none.json"));

        assertThat(result.code()).as(result.output()).isEqualTo(64);
    }

    @Test
    void everyAdvisoryOnFileIsAboutBouncyCastleAsThePomHasIt() throws Exception {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        String version = pom.replaceFirst("(?s).*<bouncycastle.version>([^<]*)<.*", "$1");

        assertThat(Files.readAllLines(ROOT.resolve("docs/vex.json")).stream()
                        .filter(line -> line.contains("\"@id\": \"pkg:")))
                .hasSizeGreaterThan(30)
                .allSatisfy(
                        line -> assertThat(line).contains("org.bouncycastle/").contains("@" + version + "\""));
    }

    private record Result(int code, String output) {}

    private Result audit(String vex) throws Exception {
        return run(Files.writeString(folder.resolve("vex.json"), vex));
    }

    private Result run(Path vex) throws Exception {
        Process process = new ProcessBuilder(
                        ROOT.resolve("scripts/audit").toString(), "--bill", bill.toString(), "--vex", vex.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}

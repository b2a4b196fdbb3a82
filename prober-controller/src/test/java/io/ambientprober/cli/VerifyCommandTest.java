package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.attest.RefusedException;
import io.ambientprober.attest.TestKey;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ATTESTATION = "attestation.intoto.jsonl";

    @TempDir
    private Path folder;

    private SignedBundle signed = new SignedBundle(Path.of(""), TestKey.of("Ed25519"));

    private final ProberProcess prober = new ProberProcess();

    @BeforeEach
    void sign() throws IOException {
        signed = SignedBundle.of("masked", folder, TestKey.of("Ed25519"));
    }

    @Test
    void whatWasSignedIsVerifiedWhateverItsVerdict() throws IOException {
        assertThat(verify()).as(prober.err()).isEqualTo(0);

        assertThat(prober.err()).isEmpty();
        assertThat(prober.out().lines())
                .contains(
                        "x run ap-boablukidr: FAIL",
                        "    when: 2026-11-24T00:46:54.173991Z to 2026-11-24T00:46:55.963735Z",
                        "    cluster: not known",
                        "    prober: " + ThisRelease.version() + ", image not known",
                        "    paths, judged again: 2: 1 failed, 1 in the clear as declared",
                        "    pods, as signed: not asked",
                        "    key: " + KeyFile.verifying(signed.publicKey()).id(),
                        "+ VERIFIED: the signature holds, 5 files are as they were signed, and their packets give the same"
                                + " verdicts.");
    }

    @ParameterizedTest
    @CsvSource({"healthy, P256, PASS", "masked, P384, FAIL"})
    void keysOfAnyKindSign(String sample, String kind, String verdict) throws IOException {
        signed = SignedBundle.of(sample, Files.createDirectory(folder.resolve(sample)), TestKey.of(kind));

        assertThat(verify("-o", "json")).as(prober.err()).isEqualTo(0);

        JsonNode json = JSON.readTree(prober.out());
        assertThat(json.path("verified").asBoolean()).isTrue();
        assertThat(json.path("statement")).isEqualTo(JSON.readTree(signed.payload()));
        assertThat(json.findValue("verdict").asText()).isEqualTo(verdict);
    }

    /** The sums are for tools that know nothing of attestations. */
    @Test
    void theSumsAreOfAllButTheAttestation() throws IOException {
        assertThat(Files.readAllLines(signed.file("SHA256SUMS")))
                .extracting(line -> line.substring(66))
                .containsExactly("node-1.pcap.gz", "node-2.pcap.gz", "plan.json", "report.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node-1.pcap.gz", "node-2.pcap.gz", "plan.json", "report.json", "SHA256SUMS"})
    void aByteOfAnyFileIsRefused(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(signed.file(name));
        bytes[bytes.length / 2] ^= 1;
        Files.write(signed.file(name), bytes);

        assertRefused(name + ": was changed; SHA-256 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node-1.pcap.gz", "node-2.pcap.gz", "plan.json", "report.json", "SHA256SUMS"})
    void aByteMoreIsRefused(String name) throws IOException {
        Files.writeString(signed.file(name), "\n", StandardOpenOption.APPEND);

        assertRefused(name + ": was changed; ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node-1.pcap.gz", "report.json", "SHA256SUMS", ATTESTATION})
    void aMissingFileIsRefused(String name) throws IOException {
        Files.delete(signed.file(name));

        assertRefused(name + ": is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node-3.pcap.gz", ".hidden", "attestation.intoto.jsonl.1"})
    void aFileThatWasNotSignedIsRefused(String name) throws IOException {
        Files.writeString(signed.file(name), "");

        assertRefused(name + ": was not signed");
    }

    @Test
    void soIsAFolder() throws IOException {
        Files.createDirectory(signed.file("more"));

        assertRefused("more: was not signed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node-1.pcap.gz", "plan.json", ATTESTATION})
    void aLinkIsNoFileWhereverItLeads(String name) throws IOException {
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(signed.file(name), elsewhere);
        Files.createSymbolicLink(signed.file(name), elsewhere);

        assertRefused(name + ": is ");
    }

    @Test
    void aDeviceIsNoFile() throws IOException {
        Files.delete(signed.file("plan.json"));
        Files.createSymbolicLink(signed.file("plan.json"), Path.of("/dev/zero"));

        assertRefused("plan.json: is a link");
    }

    @Test
    void aByteOfTheStatementIsRefused() throws IOException {
        byte[] payload = signed.payload();
        String envelope = Files.readString(signed.attestation());
        String base64 = JSON.readTree(envelope).path("payload").asText();
        payload[payload.length / 2] ^= 1;
        Files.writeString(
                signed.attestation(),
                envelope.replace(base64, Base64.getEncoder().encodeToString(payload)));

        assertRefused(ATTESTATION + ": the signature does not fit the statement");
    }

    @Test
    void anotherKeyIsRefused() throws IOException {
        Files.writeString(folder.resolve("other.pub"), TestKey.of("Ed25519").publicPem());

        assertThat(run(
                        "verify",
                        signed.bundle().toString(),
                        "--key",
                        folder.resolve("other.pub").toString()))
                .isEqualTo(1);
        assertThat(prober.err())
                .startsWith("prober: refused: " + ATTESTATION + ": it was signed with another key, ")
                .hasLineCount(1);
    }

    /** Yesterday's packets prove nothing of a plan of today, and yet all of these files were signed once. */
    @Test
    void partsOfAnotherBundleAreRefused() throws IOException {
        SignedBundle other = SignedBundle.of("healthy", Files.createDirectory(folder.resolve("other")), signed.key());
        Files.copy(other.file("node-1.pcap.gz"), signed.file("node-1.pcap.gz"), StandardCopyOption.REPLACE_EXISTING);
        assertRefused("node-1.pcap.gz: was changed; ");

        Files.copy(other.attestation(), signed.attestation(), StandardCopyOption.REPLACE_EXISTING);
        assertRefused(".*: was changed; ");
    }

    @Test
    void aVerdictThatThePacketsDoNotBearOutIsRefusedWhoeverSignedIt() throws IOException {
        lie("report.json", "\"FAIL\"", "\"PASS\"", "\"plaintext-masked\"", "\"hbone\"");

        assertRefused(
                "path 053e \\(cross-node\\): report.json says PASS hbone, .*; judging its packets again comes to FAIL"
                        + " plaintext-masked");
    }

    @Test
    void soIsAStatementThatTheReportDoesNotBearOut() throws IOException {
        signed.sign(new String(signed.payload(), StandardCharsets.UTF_8)
                .replace("\"verdict\":\"FAIL\"", "\"verdict\":\"PASS\"")
                .getBytes(StandardCharsets.UTF_8));

        assertRefused(
                "the signed statement: /predicate/.*/verdict: \"PASS\" is not what the evidence comes to, which is"
                        + " \"FAIL\"");
    }

    static Stream<List<String>> outside() {
        return Stream.of(
                List.of("/dev/zero"),
                List.of("../elsewhere.pcap"),
                List.of("./node-1.pcap.gz"),
                List.of("attestation.intoto.jsonl"),
                List.of("node-2.pcap.gz", "/etc/hostname"));
    }

    @ParameterizedTest
    @MethodSource("outside")
    void aTapIsOneOfTheSignedFilesWhoeverSignedIt(List<String> names) throws IOException {
        Plan plan = PlanFile.read(signed.file("plan.json"));
        List<Tap> taps = new ArrayList<>(plan.taps());
        taps.set(0, taps.getFirst().withFiles(names));
        Report report = ReportReader.read(signed.file("report.json"), null);
        PlanFile.write(
                new Plan(plan.run(), plan.hbonePort(), plan.policies(), plan.paths(), taps), signed.file("plan.json"));
        signed.sign(report);

        assertRefused("plan.json: names a capture that was not signed, " + names.getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../elsewhere", "/etc/hostname", "a/b", "..", "", "."})
    void aSignedNameIsThatOfAFileInTheBundle(String name) throws IOException {
        signed.sign(new String(signed.payload(), StandardCharsets.UTF_8)
                .replace("\"name\":\"node-1.pcap.gz\"", "\"name\":\"" + name + "\"")
                .getBytes(StandardCharsets.UTF_8));
        Files.delete(signed.file("node-1.pcap.gz"));

        assertRefused("the signed statement: '" + name + "' cannot name a file");
    }

    @Test
    void whatWasSignedAndCannotBeJudgedIsRefused() throws IOException {
        Report report = ReportReader.read(signed.file("report.json"), null);
        Files.writeString(signed.file("node-1.pcap.gz"), "no capture");
        signed.sign(report);

        assertRefused("node-1.pcap.gz: ");
        assertThat(prober.err()).doesNotContain("prober-verify");
    }

    @Test
    void anOldRunIsRefusedOnRequest() throws IOException {
        assertThat(verify("--max-age", "999999h")).isEqualTo(0);

        assertThat(verify("--max-age", "1s")).isEqualTo(1);
        assertThat(prober.err())
                .isEqualTo(
                        "prober: refused: the run ended at 2026-11-24T00:46:55.963735Z, longer ago than --max-age\n");
    }

    @Test
    void aRunElsewhereIsRefusedOnRequest() throws IOException {
        assertThat(verify("--cluster", "6f0d4d52")).isEqualTo(1);

        assertThat(prober.err())
                .isEqualTo("prober: refused: the run was in no cluster that it names, not in 6f0d4d52\n");
    }

    @Test
    void aRefusalIsJsonToo() throws IOException {
        Files.delete(signed.attestation());

        assertThat(verify("-o", "json")).isEqualTo(1);

        assertThat(JSON.readTree(prober.out()).path("verified").asBoolean(true)).isFalse();
        assertThat(JSON.readTree(prober.out()).path("refused").asText())
                .isEqualTo(ATTESTATION + ": is missing; the bundle was not signed");
    }

    @Test
    void aKeyThatIsNoneIsWrongUsage() throws IOException {
        for (String key : List.of("none", signed.privateKey().toString(), folder.toString(), "/dev/zero")) {
            assertThat(run("verify", signed.bundle().toString(), "--key", key)).isEqualTo(64);
            assertThat(prober.err()).startsWith("prober: --key: " + key + ": ").hasLineCount(1);
        }
        assertThat(run(
                        "verify",
                        folder.resolve("none").toString(),
                        "--key",
                        signed.publicKey().toString()))
                .isEqualTo(64);
        assertThat(run("verify", signed.bundle().toString())).isEqualTo(64);
    }

    @Test
    void nothingIsLeftBehind() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        VerifyBundle verify = new VerifyBundle(signed.bundle(), KeyFile.verifying(signed.publicKey()), temporary);

        verify.call();
        assertThat(temporary).isEmptyDirectory();

        Files.delete(signed.file("report.json"));
        assertThatThrownBy(verify::call).isInstanceOf(RefusedException.class);
        assertThat(temporary).isEmptyDirectory();
    }

    /** Changes a file and signs what is there then. */
    private void lie(String name, String... replacements) throws IOException {
        String text = Files.readString(signed.file(name));
        for (int i = 0; i < replacements.length; i += 2) {
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        Files.writeString(signed.file(name), text);
        signed.sign(ReportReader.read(signed.file("report.json"), null));
    }

    private void assertRefused(String why) throws IOException {
        assertThat(verify()).as(prober.out()).isEqualTo(1);
        assertThat(prober.out()).isEmpty();
        assertThat(prober.err()).hasLineCount(1).matches("(?s)prober: refused: " + why + ".*");
    }

    private int verify(String... more) throws IOException {
        List<String> args = new ArrayList<>(List.of(
                "verify",
                signed.bundle().toString(),
                "--key",
                signed.publicKey().toString()));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private int run(String... args) {
        return prober.run(Analysis::ofPlan, args);
    }
}

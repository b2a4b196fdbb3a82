package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.attest.TestKey;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceOptionTest {
    @TempDir
    private Path folder;

    private Path key = Path.of("");
    private final ProberProcess prober = new ProberProcess();

    @BeforeEach
    void makeKey() throws IOException {
        key = new SignedBundle(folder, TestKey.of("Ed25519")).privateKey();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---"})
    void aKeyThatOthersMayUseIsRefused(String permissions) throws IOException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(permissions));

        assertRefused(
                key.toString(), key + ": others than its owner may use this key; chmod 600 " + key + " ends that");
    }

    /** As the kubelet mounts a Secret: a link counts as what it leads to. */
    @Test
    void aLinkIsAsOpenAsWhatItLeadsTo() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--r-----"));

        assertRefused(link.toString(), "others than its owner may use this key");
    }

    @Test
    void aKeyThatDoesNotFitIsRefusedBeforeAnythingIsRead() throws IOException {
        Files.writeString(key, TestKey.of("RSA").privatePem());

        assertRefused(key.toString(), key + ": holds no key of Ed25519 or ECDSA (P-256, P-384)");
    }

    @Test
    void soIsWhatIsNoKeyFile() throws IOException {
        assertRefused(folder.resolve("none").toString(), "no such file");
        assertRefused(folder.toString(), "is no file");
        assertRefused("/dev/zero", "is no file");
        Files.write(key, new byte[1 << 20]);
        assertRefused(key.toString(), "is too large for a key");
    }

    @Test
    void nothingIsSignedWithoutEvidence() {
        assertThat(analyze("--sign", key.toString())).isEqualTo(64);
        assertThat(prober.err()).contains("--sign: there is nothing to sign without --evidence");
    }

    /** Whoever gives it as an argument has shown it to all who can list processes; a log need not have it, too. */
    @Test
    void aKeyIsNoArgument() throws IOException {
        String pem = Files.readString(key);
        String secret = pem.lines().toList().get(1);

        for (String[] args : new String[][] {{"--sign", pem}, {"--sign=" + pem}, {pem}}) {
            assertThat(analyze(args)).isEqualTo(64);
            assertThat(prober.err())
                    .contains("a key is no argument, as others can read arguments: name the file that holds it")
                    .hasLineCount(1)
                    .doesNotContain(secret);
        }
    }

    @Test
    void aRunKnowsTheSameBeforeItLooksForACluster() throws IOException {
        Files.writeString(key, "");

        assertThat(prober.run(
                        EvidenceOptionTest::neverRead,
                        "run",
                        "--kubeconfig",
                        "none",
                        "--evidence",
                        folder.resolve("bundle").toString(),
                        "--sign",
                        key.toString()))
                .isEqualTo(64);
        assertThat(prober.err()).contains("--sign: " + key + ": holds no key in PEM");
        assertThat(folder.resolve("bundle")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--max-nodes 0",
                "--bytes 512",
                "--timeout 0s",
                "--nodes (",
                "--in-pods a/b",
                "--qps 0",
                "--dry-run --max-nodes 0"
            })
    void soItKnowsAWrongOption(String options) {
        Path report = folder.resolve("r.xml");

        assertThat(prober.run(
                        EvidenceOptionTest::neverRead,
                        ("run --kubeconfig none --report junit=" + report + " " + options).split(" ")))
                .isEqualTo(64);
        assertThat(prober.err()).startsWith("prober: ").contains(" --help')").hasLineCount(1);
        if (!options.contains("--dry-run")) {
            assertThat(report).content().contains("tests=\"1\"").doesNotContain("internal error");
        }
    }

    private void assertRefused(String file, String why) {
        assertThat(analyze("--evidence", folder.resolve("bundle").toString(), "--sign", file))
                .isEqualTo(64);
        assertThat(prober.err()).startsWith("prober: --sign: ").contains(why).hasLineCount(1);
        assertThat(folder.resolve("bundle")).doesNotExist();
    }

    private int analyze(String... more) {
        String[] args = new String[3 + more.length];
        System.arraycopy(new String[] {"analyze", "--plan", "none"}, 0, args, 0, 3);
        System.arraycopy(more, 0, args, 3, more.length);
        return prober.run(EvidenceOptionTest::neverRead, args);
    }

    private static RunRecord neverRead(Path plan, VxlanPorts ports) {
        throw new AssertionError("the plan was read before the key");
    }
}

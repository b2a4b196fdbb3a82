package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.attest.TestKey;
import io.ambientprober.program.Installed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/attestation.md for those who do not have the prober, as they stand there. */
class VerifyByHandTest {
    private static final Pattern COMMANDS = Pattern.compile("## Without the prober.*?```\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @BeforeEach
    void needTools() {
        Installed.assumeOneOf("openssl");
        Installed.assumeOneOf("jq");
    }

    @Test
    void opensslComesToTheSame() throws Exception {
        SignedBundle signed = SignedBundle.of("masked", folder, TestKey.of("Ed25519"));
        signed.publicKey();
        Files.move(signed.bundle(), folder.resolve("probe"));

        assertThat(commands())
                .contains("Signature Verified Successfully")
                .contains(
                        "node-1.pcap.gz: OK",
                        "node-2.pcap.gz: OK",
                        "plan.json: OK",
                        "report.json: OK",
                        "SHA256SUMS: OK");

        Files.writeString(folder.resolve("key.pub"), TestKey.of("Ed25519").publicPem());
        assertThat(commands()).contains("Signature Verification Failure");
    }

    private String commands() throws IOException, InterruptedException {
        Matcher block = COMMANDS.matcher(Files.readString(Path.of("..", "docs", "attestation.md")));
        assertThat(block.find()).isTrue();
        Process bash = new ProcessBuilder("bash", "-c", block.group(1))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        bash.waitFor();
        return out;
    }
}

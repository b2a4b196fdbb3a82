package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.attest.TestKey;
import io.ambientprober.e2e.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tenants send in the clear past a counting agent, and past canaries in the sender's own pod, is kept nowhere. */
@Tag("cluster")
final class PrivacyTest {
    private static final String LOST = "+lost-redirection mesh/client-1";

    @TempDir
    private Path folder;

    @TempDir
    private Path keys;

    @BeforeAll
    static void makePods() {
        TestBed.assume();
        TestCluster.healthy();
        TestBed.makeSample();
        TestCluster.scenario(LOST.split(" "));
    }

    @AfterAll
    static void takeAway() {
        TestCluster.healthy();
        TestBed.deleteSample();
    }

    @Test
    void keepsNothingThatTenantsSend() throws IOException {
        byte[] random = new byte[16];
        RandomGenerator.of("SecureRandom").nextBytes(random);
        String secret = "secret" + HexFormat.of().formatHex(random);
        Path evidence = folder.resolve("evidence");
        TestKey pair = TestKey.of("P384");
        Path key = Files.writeString(keys.resolve("key.pem"), pair.privatePem());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path publicKey = Files.writeString(keys.resolve("key.pub"), pair.publicPem());
        List<String> formats = List.of("html", "json", "junit", "prometheus", "openreports", "termination");
        String reports = String.join(
                ",",
                formats.stream()
                        .map(format -> format + "=" + folder.resolve("report." + format))
                        .toList());

        Command.Started logs = Command.start(List.of("bash", "-c", """
                for _ in {1..120}; do
                    kubectl -n ambient-prober logs --follow --all-containers --prefix -l app.kubernetes.io/component=agent 2>/dev/null
                    sleep 0.5
                done"""));
        Ended run;
        try (TenantTraffic _ = TenantTraffic.begin(secret)) {
            run = Command.run(TestCluster.prober(
                    "run",
                    "-v",
                    "-o",
                    "json",
                    "--flows-for",
                    "12s",
                    "--in-pods",
                    "mesh:role=client",
                    "--evidence",
                    evidence.toString(),
                    "--sign",
                    key.toString(),
                    "--report",
                    reports));
        }
        logs.process().destroy();

        assertThat(BedState.undone(List.of(LOST))).as(BedState::pods).isEmpty();
        // it went by in the clear, and the agents looked at it
        assertThat(run.out()).as(run.err() + BedState.pods()).contains("past-hbone");
        Files.writeString(folder.resolve("console"), run.out() + run.err());
        Files.copy(logs.out(), folder.resolve("logs"));
        assertThat(folder.resolve("logs")).content().as("the agents' logs").contains("agent");
        String runKey = new ObjectMapper().readTree(run.out()).path("runKey").asText();
        assertThat(filesWith("AP1-" + runKey + "-0001-"))
                .as("files that hold a canary that went in the clear: the search finds what is there")
                .anyMatch(file -> file.toString().endsWith(".pcapng"));
        assertThat(filesWith(secret)).as("files that hold what a tenant sent").isEmpty();
        assertThat(filesWith(pair.privatePem().lines().toList().get(1)))
                .as("files that hold the key that signed")
                .isEmpty();
        assertThat(Command.run(TestCluster.prober("verify", evidence.toString(), "--key", publicKey.toString()))
                        .requireSuccess())
                .contains(": FAIL", "VERIFIED");
        assertThat(new FolderSearch(folder).files())
                .as("what was looked through")
                .hasSizeGreaterThan(formats.size() + 4);
    }

    private List<Path> filesWith(String secret) {
        return new FolderSearch(folder).filesWith(secret);
    }
}

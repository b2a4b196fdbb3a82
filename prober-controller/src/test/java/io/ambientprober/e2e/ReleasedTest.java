package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import io.ambientprober.e2e.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files of a release, as a stranger uses them: {@code scripts/e2e --release FOLDER}; the cluster has its image. */
@Tag("cluster")
final class ReleasedTest {
    private static final String RELEASE = Objects.requireNonNullElse(System.getenv("PROBER_E2E_RELEASE"), "");
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final String NAMESPACE = "ambient-prober";
    private static final String MANIFEST = "/root/install-job.yaml";

    @TempDir
    static Path folder;

    private static FreshDebian debian;

    @BeforeAll
    static void install() throws IOException {
        TestCluster.assume();
        assumeTrue(!RELEASE.isEmpty(), "no --release FOLDER was given to scripts/e2e");
        TestCluster.healthy();
        debian = FreshDebian.make(folder.resolve("debian"));
        debian.put(released("prober-.*-linux-" + architecture() + "\\.tar\\.gz"), "/root/prober.tar.gz");
        debian.put(released("install-job\\.yaml"), MANIFEST);
        debian.put(Path.of(System.getenv("KUBECONFIG")), "/root/kubeconfig");
        debian.put(
                Path.of(Command.run(List.of("bash", "-c", "readlink -f \"$(command -v kubectl)\""))
                        .requireSuccess()
                        .strip()),
                "/usr/local/bin/kubectl");
        debian.run("sh", "-ec", """
                        mkdir /opt/prober
                        tar -xzf /root/prober.tar.gz -C /opt/prober --strip-components=1
                        ln -s /opt/prober/bin/prober /opt/prober/bin/kubectl-prober /usr/local/bin
                        """).requireSuccess();
    }

    @AfterAll
    static void delete() {
        if (debian != null) {
            debian.delete();
        }
    }

    private static Path released(String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of(RELEASE))) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(RELEASE + " has no " + name));
        }
    }

    private static String architecture() {
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> throw new IllegalStateException("no release is for " + System.getProperty("os.arch"));
        };
    }

    @Test
    void nothingThatItCouldRestOnIsInstalled() {
        assertThat(debian.run("sh", "-c", "command -v java javac mvn git python3 perl5 curl")
                        .out())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"healthy, 0, PASS", "masked, 1, FAIL"})
    void judgesTheSamples(String sample, int exitCode, String verdict) {
        Ended ended = debian.run("prober", "analyze", "--plan", "/opt/prober/samples/" + sample);

        assertThat(ended.out()).contains(verdict + ": ");
        assertThat(ended.err()).isEmpty();
        assertThat(ended.exitCode()).isEqualTo(exitCode);
    }

    @Test
    void keepsACacheThatOnlyItsUserWrites() {
        debian.run("prober", "warm").requireSuccess();
        String made = debian.run("sh", "-c", "find /root/.cache/ambient-prober -name prober.aot -perm 600")
                .requireSuccess();

        assertThat(made).isNotBlank();
        assertThat(debian.run("prober", "--version").requireSuccess()).startsWith("prober ");
        // Whose cache others might have written is nobody's.
        debian.run("sh", "-c", "echo broken >" + made.strip() + " && chmod 666 " + made.strip())
                .requireSuccess();
        assertThat(debian.run("prober", "--version").requireSuccess()).startsWith("prober ");
        debian.run("rm", "-r", "/root/.cache").requireSuccess();
    }

    @ParameterizedTest
    @CsvSource({"prober", "kubectl prober"})
    void provesTheMesh(String command) {
        Ended ended = debian.run("sh", "-c", "exec " + command + " run");

        assertThat(ended.out()).as(ended.err()).contains("PASS: ");
        assertThat(ended.exitCode()).isZero();
        TestCluster.assertNothingIsLeft();
    }

    @Test
    void provesItAsAJobOfTheManifest() {
        try {
            debian.run("kubectl", "apply", "-f", MANIFEST).requireSuccess();
            assertTheJobPasses();
        } finally {
            debian.run("kubectl", "delete", "-f", MANIFEST, "--ignore-not-found")
                    .requireSuccess();
        }
        TestCluster.assertNothingIsLeft();
    }

    /** Helm as a library of this test: it is in no Debian. */
    @Test
    void provesItAsInstalledByTheChart() throws IOException {
        Path kubeconfig = Path.of(System.getenv("KUBECONFIG"));
        try {
            Helm.install(released("ambient-prober-.*\\.tgz").toString())
                    .withName(NAMESPACE)
                    .withNamespace("default")
                    .withKubeConfig(kubeconfig)
                    .call();
            assertTheJobPasses();
        } finally {
            Helm.uninstall(NAMESPACE)
                    .ignoreNotFound()
                    .withNamespace("default")
                    .withKubeConfig(kubeconfig)
                    .call();
            Command.kubectl("wait", "--for=delete", "namespace/" + NAMESPACE, "--timeout=120s");
        }
        TestCluster.assertNothingIsLeft();
    }

    private static void assertTheJobPasses() {
        await().atMost(LONG).until(() -> ended().matches(".*(Complete|Failed)( .*)?"));

        assertThat(ended())
                .as(Command.kubectl("-n", NAMESPACE, "logs", "-l", "app.kubernetes.io/component=controller")
                        .out())
                .contains("Complete");
    }

    /** The conditions of the one job that is there. */
    private static String ended() {
        return Command.kubectl(
                        "-n",
                        NAMESPACE,
                        "get",
                        "jobs",
                        "-o",
                        "jsonpath={.items[*].status.conditions[?(@.status=='True')].type}")
                .requireSuccess();
    }
}

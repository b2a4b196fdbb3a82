package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.e2e.Command.Ended;
import io.ambientprober.e2e.Command.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a cluster does to a run, it ends with one clear line and leaves nothing. */
@Tag("cluster")
final class FailuresTest {
    /** Where the refusing objects are; the test makes it. */
    private static final String NAMESPACE = "e2e-refusing";

    private static final Duration LONG = Duration.ofMinutes(4);
    private static final int INCONCLUSIVE = 2;
    private static final int NO_WAY = 70;

    @BeforeEach
    void makeNamespace() {
        TestCluster.assume();
        Command.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {istio.io/dataplane-mode: ambient}}
                """.formatted(NAMESPACE));
    }

    @AfterEach
    void nothingIsLeft() {
        Command.kubectl("delete", "namespace", NAMESPACE, "--ignore-not-found").requireSuccess();
        TestCluster.assertNothingIsLeft();
    }

    @Test
    void anImageThatCannotBePulled() {
        Ended run = TestCluster.run(List.of("--image", "registry.invalid/none:1"));

        assertThat(lastLine(run))
                .contains("cannot start: ImagePullBackOff (registry.invalid/none:1)")
                .contains("--image");
        assertThat(run.exitCode()).isEqualTo(NO_WAY);
    }

    @Test
    void aQuotaThatIsExceeded() {
        Command.apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: none, namespace: %s}
                spec: {hard: {pods: "0"}}
                """.formatted(NAMESPACE));
        await().atMost(LONG)
                .until(() -> Command.kubectl(
                                "-n", NAMESPACE, "get", "quota", "none", "-o", "jsonpath={.status.hard.pods}")
                        .out()
                        .equals("0"));

        Ended run = TestCluster.run(List.of("--to", NAMESPACE));

        assertThat(lastLine(run)).contains("exceeded quota: none").contains("raise the quota");
        assertThat(run.exitCode()).isEqualTo(NO_WAY);
    }

    @Test
    void aPolicyThatRefusesThePods() {
        Command.apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicy
                metadata: {name: e2e-no-pods}
                spec:
                  matchConstraints: {resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]}
                  validations: [{expression: "false", message: "no pods here"}]
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: ValidatingAdmissionPolicyBinding
                metadata: {name: e2e-no-pods}
                spec:
                  policyName: e2e-no-pods
                  validationActions: [Deny]
                  matchResources: {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}}}
                """.formatted(NAMESPACE));
        try {
            await().atMost(LONG)
                    .until(() -> Command.kubectl("-n", NAMESPACE, "run", "x", "--image", "x", "--dry-run=server")
                            .err()
                            .contains("no pods here"));

            Ended run = TestCluster.run(List.of("--to", NAMESPACE));

            assertThat(lastLine(run))
                    .contains("denied request: no pods here")
                    .contains("exempt the prober's namespaces");
            assertThat(run.exitCode()).isEqualTo(NO_WAY);
        } finally {
            Command.kubectl("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", "e2e-no-pods");
        }
    }

    @Test
    void aRightThatIsMissing(@TempDir Path folder) throws IOException {
        Command.kubectl("-n", NAMESPACE, "create", "serviceaccount", "weak").requireSuccess();
        String token =
                Command.kubectl("-n", NAMESPACE, "create", "token", "weak").requireSuccess();
        Path kubeconfig = folder.resolve("weak.kubeconfig");
        Files.writeString(
                kubeconfig,
                Command.kubectl("config", "view", "--raw", "--flatten", "--minify")
                        .requireSuccess());
        String file = kubeconfig.toString();
        Command.kubectl("--kubeconfig", file, "config", "set-credentials", "weak", "--token", token.strip())
                .requireSuccess();
        Command.kubectl("--kubeconfig", file, "config", "set-context", "--current", "--user", "weak")
                .requireSuccess();

        Ended run = TestCluster.run(List.of("--kubeconfig", file));

        assertThat(lastLine(run)).contains("a right is missing: list nodes, list pods, get namespaces");
        assertThat(run.exitCode()).isEqualTo(NO_WAY);
    }

    @Test
    void anAgentThatIsDeletedMakesItsNodeInconclusive() {
        Started run = Command.start(TestCluster.prober("run", "-v", "-o", "json"));
        awaitStep(run, "agents took");
        Command.kubectl(
                        "-n",
                        "ambient-prober",
                        "delete",
                        "pods",
                        "-l",
                        "app.kubernetes.io/component=agent",
                        "--wait=false")
                .requireSuccess();

        Ended ended = Command.await(run);

        assertThat(ended.err()).contains("note: the agent of node ");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void serversThatAreDeletedAreNotTheMeshsFault() {
        Started run = Command.start(TestCluster.prober("run", "-v", "-o", "json"));
        awaitStep(run, "agents took");
        Command.kubectl(
                        "-n",
                        "ambient-prober-mesh",
                        "delete",
                        "pods",
                        "-l",
                        "app.kubernetes.io/component=canary-server",
                        "--wait=false")
                .requireSuccess();

        Ended ended = Command.await(run);

        assertThat(ended.err()).contains("note: server server-0, or its node, was lost before the run ended");
        assertThat(ended.out())
                .contains("no-outcome", "its server, or the node of that, was lost before the run ended")
                .doesNotContain("\"hbone\"");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(INCONCLUSIVE);
    }

    /** While canaries are under way. Their outcomes are asked for again by their ids, whatever cut the way to them. */
    @Test
    void anApiServerThatIsRestartedLosesNoOutcome() {
        TestBed.assume();
        Started run = Command.start(TestCluster.prober("run", "-v", "-o", "json"));
        awaitStep(run, "handshakes took");
        TestBed.restartApiServer();

        assertProved(Command.await(run));
    }

    @Test
    void kubeletsThatAreRestartedLoseNoOutcome() {
        TestBed.assume();
        Started run = Command.start(TestCluster.prober("run", "-v", "-o", "json"));
        awaitStep(run, "handshakes took");
        TestCluster.nodes().forEach(TestBed::restartKubelet);

        assertProved(Command.await(run));
    }

    private static void assertProved(Ended ended) {
        assertThat(ended.out()).contains("\"hbone\"").doesNotContain("no-outcome");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    void aRunThatIsInterruptedCleansUp() {
        Started run = Command.start(TestCluster.prober("run", "-v"));
        awaitStep(run, "servers took");
        run.process().destroy();

        Ended ended = Command.await(run);

        assertThat(ended.err()).contains("SIGTERM, cleaning up").contains("clean-up took");
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(NO_WAY);
    }

    @Test
    void whatAKilledRunLeftIsCleanedUpLater() {
        Started run = Command.start(TestCluster.prober("run", "-v"));
        awaitStep(run, "servers took");
        run.process().destroyForcibly();
        Command.await(run);
        String key = Command.kubectl(
                        "-n",
                        "ambient-prober",
                        "get",
                        "configmaps",
                        "-l",
                        "ambient-prober.io/run",
                        "-o",
                        "jsonpath={.items[0].metadata.labels.ambient-prober\\.io/run}")
                .requireSuccess();

        Ended cleanup = Command.run(TestCluster.prober("cleanup", "--run", key));

        assertThat(cleanup.requireSuccess()).contains("removed Pod ambient-prober/ap-");
    }

    private static void awaitStep(Started run, String line) {
        await().atMost(LONG).until(() -> {
            assertThat(run.process().isAlive()).as(Command.read(run.err())).isTrue();
            return Command.read(run.err()).contains(line);
        });
    }

    private static String lastLine(Ended run) {
        return run.err().strip().lines().reduce("", (before, line) -> line);
    }
}

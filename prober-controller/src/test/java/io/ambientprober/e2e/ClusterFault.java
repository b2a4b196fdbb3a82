package io.ambientprober.e2e;

import io.ambientprober.e2e.Command.Started;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What befalls a run in a cluster: a row of the matrix. */
enum ClusterFault {
    NOTHING(Set.of(0), ClusterStep.AGENTS) {
        @Override
        void strike(Started run) {}
    },
    API_SERVER_RESTARTED(
            Set.of(0, 2, 70), ClusterStep.SERVERS, ClusterStep.AGENTS, ClusterStep.CANARIES, ClusterStep.CAPTURES) {
        @Override
        void strike(Started run) {
            TestBed.restartApiServer();
        }
    },
    KUBELETS_RESTARTED(
            Set.of(0, 2), ClusterStep.SERVERS, ClusterStep.AGENTS, ClusterStep.CANARIES, ClusterStep.CAPTURES) {
        @Override
        void strike(Started run) {
            TestCluster.nodes().forEach(TestBed::restartKubelet);
        }
    },
    AGENTS_DELETED(Set.of(2), ClusterStep.CANARIES) {
        @Override
        void strike(Started run) {
            deletePods("ambient-prober", "app.kubernetes.io/component=agent");
        }
    },
    CANARY_PODS_DELETED(Set.of(2), ClusterStep.AGENTS, ClusterStep.CANARIES) {
        @Override
        void strike(Started run) {
            deletePods("ambient-prober-mesh", "ambient-prober.io/run");
        }
    },
    CONTROLLER_KILLED(
            Set.of(137), ClusterStep.SERVERS, ClusterStep.AGENTS, ClusterStep.CANARIES, ClusterStep.CAPTURES) {
        @Override
        void strike(Started run) {
            run.process().destroyForcibly();
        }
    },
    RIGHT_WITHDRAWN(
            Set.of(2, 70), ClusterStep.SERVERS, ClusterStep.AGENTS, ClusterStep.CANARIES, ClusterStep.CAPTURES) {
        @Override
        List<String> arguments(Path folder) {
            return List.of("--kubeconfig", Weak.kubeconfig(folder).toString());
        }

        @Override
        void strike(Started run) {
            Weak.withdraw();
        }

        @Override
        void undo() {
            Weak.delete();
        }
    },
    NODE_GONE(Set.of(2, 70), ClusterStep.AGENTS, ClusterStep.CANARIES, ClusterStep.CAPTURES) {
        @Override
        void strike(Started run) {
            TestBed.onNode(lastNode(), "kill -STOP $(cat /run/kubelet.pid); " + rules("-I", GONE))
                    .requireSuccess();
        }

        @Override
        void undo() {
            TestBed.onNode(lastNode(), rules("-D", GONE) + "; kill -CONT $(cat /run/kubelet.pid)");
            Command.kubectl("wait", "--for=condition=Ready", "nodes", "--all", "--timeout=180s")
                    .requireSuccess();
        }
    },
    /** A pod whose certificate the mesh gets too late sends nothing through it. */
    LOSS_5(Set.of(0, 1, 2), ClusterStep.SERVERS, ClusterStep.CANARIES) {
        @Override
        void strike(Started run) {
            onNodes(rules("-I", loss("0.05")));
        }

        @Override
        void undo() {
            onNodes(rules("-D", loss("0.05")));
        }
    },
    /** Canaries may truly not arrive. */
    LOSS_30(Set.of(0, 1, 2), ClusterStep.SERVERS, ClusterStep.CANARIES) {
        @Override
        void strike(Started run) {
            onNodes(rules("-I", loss("0.30")));
        }

        @Override
        void undo() {
            onNodes(rules("-D", loss("0.30")));
        }
    };

    /** All that leaves a node, or comes to it. */
    private static final List<String> GONE = List.of(
            "INPUT -i eth0 -j DROP", "OUTPUT -o eth0 -j DROP", "FORWARD -i eth0 -j DROP", "FORWARD -o eth0 -j DROP");

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<Integer> exitCodes;

    @SuppressWarnings("ImmutableEnumChecker") // changed by nobody
    private final Set<ClusterStep> steps;

    ClusterFault(Set<Integer> exitCodes, ClusterStep first, ClusterStep... more) {
        this.exitCodes = exitCodes;
        steps = EnumSet.of(first, more);
    }

    /** That a run may end with. */
    Set<Integer> exitCodes() {
        return exitCodes;
    }

    Set<ClusterStep> steps() {
        return steps;
    }

    abstract void strike(Started run);

    void undo() {}

    /** Of the run, beside the usual ones. */
    List<String> arguments(Path folder) {
        return List.of();
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private static void deletePods(String namespace, String label) {
        Command.kubectl("-n", namespace, "delete", "pods", "-l", label, "--wait=false")
                .requireSuccess();
    }

    private static String lastNode() {
        return TestCluster.nodes().getLast();
    }

    private static void onNodes(String script) {
        TestCluster.nodes().forEach(node -> TestBed.onNode(node, script).requireSuccess());
    }

    private static List<String> loss(String part) {
        return List.of("FORWARD -m statistic --mode random --probability " + part + " -j DROP");
    }

    private static String rules(String action, List<String> rules) {
        return rules.stream()
                .flatMap(rule ->
                        Stream.of("iptables ", "ip6tables ").map(command -> command + "-w " + action + " " + rule))
                .reduce("true", (before, line) -> before + "; " + line);
    }

    /** An account that may everything, until it may nothing. */
    private static final class Weak {
        private static final String NAME = "e2e-faults";

        static Path kubeconfig(Path folder) {
            Command.kubectl("-n", "default", "create", "serviceaccount", NAME).requireSuccess();
            Command.kubectl(
                            "create",
                            "clusterrolebinding",
                            NAME,
                            "--clusterrole=cluster-admin",
                            "--serviceaccount=default:" + NAME)
                    .requireSuccess();
            String token =
                    Command.kubectl("-n", "default", "create", "token", NAME).requireSuccess();
            Path file = folder.resolve("kubeconfig");
            try {
                Files.writeString(
                        file,
                        Command.kubectl("config", "view", "--raw", "--flatten", "--minify")
                                .requireSuccess());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            String path = file.toString();
            Command.kubectl("--kubeconfig", path, "config", "set-credentials", NAME, "--token", token.strip())
                    .requireSuccess();
            Command.kubectl("--kubeconfig", path, "config", "set-context", "--current", "--user", NAME)
                    .requireSuccess();
            return file;
        }

        static void withdraw() {
            Command.kubectl("delete", "clusterrolebinding", NAME).requireSuccess();
        }

        static void delete() {
            Command.kubectl("delete", "clusterrolebinding", NAME, "--ignore-not-found");
            Command.kubectl("-n", "default", "delete", "serviceaccount", NAME, "--ignore-not-found");
        }
    }
}

package io.ambientprober.e2e;

import java.util.List;
import java.util.stream.Stream;

/** What a run may leave, wherever it may leave it: objects of the cluster, and what the kernel has of them on the nodes. */
final class Traces {
    private static final String OBJECTS =
            "go-template={{range .items}}{{.kind}} {{.metadata.namespace}}/{{.metadata.name}}{{\"\\n\"}}{{end}}";

    /** Rules without their counters, network namespaces and devices, cgroups and processes of pods, mounts. */
    private static final String OF_A_NODE = """
            for command in iptables ip6tables; do
                $command-save 2>/dev/null | sed -n "s/^-A/$command &/p"
            done
            ip netns list | sed 's/ .*//; s/^/network namespace /'
            ls /sys/class/net | sed 's/^/network device /'
            find /sys/fs/cgroup/pids -path '*/kubepods*' -type d | sed 's/^/cgroup /'
            awk '{ print "mount", $2 }' /proc/mounts
            for process in /proc/[0-9]*; do
                name=$(cat "$process/comm" 2>/dev/null)
                case $name in
                    containerd-shim | pause | prober*) echo "process $name" ;;
                esac
            done
            """;

    private Traces() {}

    /** A line each; what comes and goes by itself is not among them. */
    static List<String> all() {
        return Stream.concat(objects(), TestCluster.nodes().stream().flatMap(Traces::ofNode))
                .sorted()
                .toList();
    }

    private static Stream<String> objects() {
        return Command.kubectl("get", TestCluster.kinds(), "-A", "--ignore-not-found", "-o", OBJECTS)
                .out()
                .lines()
                .filter(line -> !line.startsWith("Event "));
    }

    private static Stream<String> ofNode(String node) {
        return TestBed.onNode(node, OF_A_NODE).requireSuccess().lines().map(line -> node + ": " + line);
    }
}

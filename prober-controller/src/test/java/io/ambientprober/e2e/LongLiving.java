package io.ambientprober.e2e;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The processes on the nodes that live longer than a run does. */
final class LongLiving {
    /** As the kernel calls it. */
    private static final String OWN = "prober-agent";

    /** What else there is, for comparison: it serves runs too, and is not the prober's. */
    private static final Map<String, String> OTHERS = Map.of(
            "ztunnel", "ztunnel",
            "pilot-discovery", "istiod",
            "install-cni", "istio-cni",
            "kube-proxy", "kube-proxy",
            "containerd", "containerd");

    /** A line each: its name, its id and when it started (proc_pid_stat(5)), memory in KiB, descriptors. */
    private static final String READ = """
            for process in /proc/[0-9]*; do
                {
                    name=$(<"$process/comm")
                    began=$(sed 's/.*) //' "$process/stat" | cut -d' ' -f20)
                    memory=$(sed -n 's/^VmRSS:[^0-9]*\\([0-9]*\\).*/\\1/p' "$process/status")
                    descriptors=$(ls "$process/fd" | wc -l)
                } 2>/dev/null || continue
                [[ -z $memory ]] || echo "$name ${process#/proc/}-$began $memory $descriptors"
            done
            """;

    private final Map<Living, LongLivingProcess> processes = new LinkedHashMap<>();
    private int times;

    private record Living(String program, String node, String process) {}

    void read() {
        times++;
        for (String node : TestCluster.nodes()) {
            TestBed.onNode(node, READ).requireSuccess().lines().forEach(line -> read(node, line.split(" ")));
        }
    }

    private void read(String node, String[] words) {
        String program = words[0];
        if (program.equals(OWN) || OTHERS.containsKey(program)) {
            String name = program.equals(OWN) ? "standing canary" : OTHERS.get(program);
            processes
                    .computeIfAbsent(
                            new Living(program, node, words[1]), _ -> new LongLivingProcess(name + " of " + node))
                    .add(Long.parseLong(words[2]), Long.parseLong(words[3]));
        }
    }

    /** The prober's own that were there every time. */
    List<LongLivingProcess> own() {
        return each(OWN).toList();
    }

    /** Of other programs that were there every time. */
    List<LongLivingProcess> others() {
        return OTHERS.keySet().stream().sorted().flatMap(this::each).toList();
    }

    private Stream<LongLivingProcess> each(String program) {
        return processes.entrySet().stream()
                .filter(entry -> entry.getKey().program().equals(program))
                .map(Map.Entry::getValue)
                .filter(process -> process.times() == times);
    }
}

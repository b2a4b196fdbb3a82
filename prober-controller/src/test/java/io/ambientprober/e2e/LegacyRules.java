package io.ambientprober.e2e;

import io.ambientprober.e2e.Command.Ended;
import java.util.ArrayList;
import java.util.List;

/**
 * A pod's redirection where istio-cni keeps it by iptables-legacy. It chooses between the two kinds again whenever it starts, and the test
 * cluster's own commands know the other kind only.
 */
final class LegacyRules {
    /** Sets {@code pid} to a process of the pod with the uid {@code $0}. */
    static final String PID_OF_POD = """
            set -euo pipefail
            files=$(grep -ls "pod$0" /proc/[0-9]*/cgroup || true)
            [[ -n $files ]] || { echo "the pod has no process" >&2; exit 1; }
            pid=${files#/proc/}
            pid=${pid%%/*}
            """;

    /** Who asks iptables-legacy for tables makes them; so the kernel is asked which there are. */
    private static final String TABLES = """
            tables() { nsenter --target "$pid" --net cat "/proc/net/ip${1}_tables_names" 2>/dev/null || true; }
            """;

    private static final List<Pod> TAKEN = new ArrayList<>();

    private record Pod(String uid, String node) {
        static Pod of(String namespace, String name) {
            String[] found = Command.kubectl(
                            "-n", namespace, "get", "pod", name, "-o", "jsonpath={.metadata.uid} {.spec.nodeName}")
                    .requireSuccess()
                    .split(" ", 2);
            return new Pod(found[0], found[1]);
        }

        Ended run(String script) {
            return TestBed.onNode(node, script, uid);
        }
    }

    private LegacyRules() {}

    /** @param pod as namespace/name */
    static synchronized void take(String pod) {
        String[] name = pod.split("/", 2);
        Pod found = Pod.of(name[0], name[1]);
        found.run(PID_OF_POD + TABLES + """
                        for v in "" 6; do
                            for table in $(tables "$v"); do
                                nsenter --target "$pid" --net "ip${v}tables-legacy-save" -t "$table" >>"/run/e2e-rules$v-$0"
                                nsenter --target "$pid" --net "ip${v}tables-legacy" -t "$table" -F
                            done
                        done""").requireSuccess();
        TAKEN.add(found);
    }

    /** Of those pods that are still there. */
    static synchronized void putBack() {
        TAKEN.forEach(pod -> pod.run(PID_OF_POD + """
                        for v in "" 6; do
                            if [[ -s /run/e2e-rules$v-$0 ]]; then
                                nsenter --target "$pid" --net "ip${v}tables-legacy-restore" <"/run/e2e-rules$v-$0"
                            fi
                            rm -f "/run/e2e-rules$v-$0"
                        done"""));
        TAKEN.clear();
    }

    /** A script that prints how many rules the pod has, of both kinds. */
    static String count() {
        return PID_OF_POD + TABLES + """
                {
                    nsenter --target "$pid" --net iptables-save
                    for table in $(tables ""); do
                        nsenter --target "$pid" --net iptables-legacy-save -t "$table"
                    done
                } 2>/dev/null | grep -c ^-A || true""";
    }
}

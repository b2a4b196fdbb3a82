package io.ambientprober.e2e;

import java.util.List;
import java.util.Map;

/** States of a mesh in which pods were there before the run: clients and servers of the test bed's sample, which send to each other meanwhile. */
final class TenantRows {
    private static final String FIRST = "mesh/client-1";
    private static final String SECOND = "mesh/client-2";

    /** What the first client, on the first node, sends to the second server. */
    private static final String FROM_FIRST = "mesh/Pod/client-1 to mesh/Pod/server-2";

    private static final String FROM_SECOND = "mesh/Pod/client-2 to mesh/Pod/server-1";

    private static final Map<String, String> ALL_PODS = Map.of("mesh/(client|server)-[12]", "PASS hbone");
    private static final Map<String, String> ALL_HBONE =
            Map.of(FROM_FIRST + ":15008", "PASS hbone", FROM_SECOND + ":15008", "PASS hbone");

    /**
     * A state, and what a run must say.
     *
     * @param states arguments of the {@code scenario} command, one call each, on top of a healthy mesh
     * @param arguments of {@code prober run}
     * @param inPods encryption of the paths that begin in a pod of the sample, by the pod
     * @param pods by their names: regular expressions, each of which has to be met
     * @param flows that have to be there, by name; all others have to pass
     */
    record TenantRow(
            String name,
            List<String> states,
            List<String> arguments,
            int exitCode,
            Map<String, String> inPods,
            Map<String, String> pods,
            Map<String, String> flows) {
        /** Whether the client outside of the mesh gets as far as to send anything: its server is on the first node. */
        boolean fromOutside() {
            return !states.contains("ztunnel-down node-1");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final List<TenantRow> ALL = List.of(
            new TenantRow(
                    "healthy",
                    List.of(),
                    List.of("--in-pods", "mesh:role=client"),
                    0,
                    Map.of(FIRST, "PASS hbone", SECOND, "PASS hbone"),
                    ALL_PODS,
                    ALL_HBONE),
            new TenantRow(
                    "redirection lost on a client",
                    List.of("+lost-redirection mesh/client-1"),
                    List.of("--in-pods", "mesh:role=client"),
                    1,
                    Map.of(FIRST, "FAIL plaintext", SECOND, "PASS hbone"),
                    ALL_PODS,
                    Map.of(FROM_FIRST + ":8080", "FAIL past-hbone", FROM_SECOND + ":15008", "PASS hbone")),
            new TenantRow(
                    "redirection lost on a server",
                    List.of("+lost-redirection mesh/server-2"),
                    List.of("--only", "pods,flows"),
                    0,
                    Map.of(),
                    ALL_PODS,
                    Map.of(FROM_SECOND + ":15008", "PASS hbone")),
            new TenantRow(
                    "ztunnel down",
                    List.of("ztunnel-down node-1"),
                    List.of("--only", "pods,flows"),
                    1,
                    Map.of(),
                    Map.of("mesh/(client|server)-1", "FAIL hbone-refused", "mesh/(client|server)-2", "PASS hbone"),
                    Map.of()),
            new TenantRow(
                    "STRICT with a client from outside",
                    List.of("strict"),
                    List.of("--only", "pods,flows"),
                    0,
                    Map.of(),
                    ALL_PODS,
                    ALL_HBONE),
            new TenantRow(
                    "waypoint",
                    List.of("waypoint mesh server-2"),
                    List.of("--only", "pods,flows"),
                    0,
                    Map.of(),
                    ALL_PODS,
                    Map.of(FROM_SECOND + ":15008", "PASS hbone")),
            new TenantRow(
                    "15008 dropped",
                    List.of("blocked-15008 node-2 DROP"),
                    List.of("--only", "pods,flows"),
                    0,
                    Map.of(),
                    ALL_PODS,
                    Map.of()));

    private TenantRows() {}
}

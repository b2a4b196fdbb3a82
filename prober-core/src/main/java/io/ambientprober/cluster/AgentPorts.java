package io.ambientprober.cluster;

/** Loopback ports of the nodes: below those that Kubernetes gives out as node ports and the kernel as ephemeral ones. */
final class AgentPorts {
    private static final int FIRST = 15_200;
    private static final int COUNT = 700;
    private static final int STEP = 97;

    private AgentPorts() {}

    /** Differs from run to run, as runs may share nodes. */
    static int of(RunScope scope, int attempt) {
        return FIRST + Math.floorMod(scope.run().hashCode() + STEP * attempt, COUNT);
    }
}

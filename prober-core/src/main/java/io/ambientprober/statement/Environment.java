package io.ambientprober.statement;

/** Names in the environment of a report that somebody looks up. */
public final class Environment {
    /** The uid of the namespace kube-system, by which a cluster is told from all others. */
    public static final String CLUSTER = "cluster";

    /** Of agents and canaries, as it was asked for. */
    public static final String IMAGE = "image";

    private Environment() {}
}

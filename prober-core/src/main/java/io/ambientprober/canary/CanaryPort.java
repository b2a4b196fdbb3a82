package io.ambientprober.canary;

/** What a port of a canary pod is there for. */
public enum CanaryPort {
    /** The counted canaries. */
    OPEN(8080),
    /** A DENY policy for this port applies. */
    DENIED(8081),
    /** An ALLOW by source principal applies. */
    IDENTITY(8082);

    /** Of the open canary, at a Service. */
    public static final int SERVICE = 80;

    static final int MAX = 0xFFFF;

    private final int usual;

    CanaryPort(int usual) {
        this.usual = usual;
    }

    /** Its number, unless a pod was told another. */
    public int usual() {
        return usual;
    }
}

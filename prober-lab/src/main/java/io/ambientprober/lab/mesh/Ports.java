package io.ambientprober.lab.mesh;

/** Where a proxy listens inside a pod. */
record Ports(int outbound, int plaintext, int hbone) {
    /** As ztunnel's ARCHITECTURE.md has them. */
    static final Ports ZTUNNEL = new Ports(15001, 15006, 15008);
}

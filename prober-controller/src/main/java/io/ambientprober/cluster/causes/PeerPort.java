package io.ambientprober.cluster.causes;

/**
 * A TCP connection that a canary takes or makes.
 *
 * @param port at which it is taken
 */
record PeerPort(Peer other, int port) {}

package io.ambientprober.cluster.causes;

/** The other end of a connection of a canary, as policies of the network see it. */
sealed interface Peer permits ProbedPod, ProbeSource {}

package io.ambientprober.evidence;

/**
 * The token of one path, read on a loopback device: what an application and the mesh's proxy say to each other inside a pod. It was on no
 * wire, and shows nothing.
 *
 * @param pathId four hex digits
 * @param packets captured packets that held it; one packet captured twice counts twice
 */
public record LoopbackEvidence(String pathId, long packets, PacketRef first) {}

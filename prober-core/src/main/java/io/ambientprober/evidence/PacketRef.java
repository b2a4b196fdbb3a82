package io.ambientprober.evidence;

/** Where to find a packet again: tap, place in its capture from 1, nanoseconds since 1970. */
public record PacketRef(String tap, long packet, long timeNanos) {}

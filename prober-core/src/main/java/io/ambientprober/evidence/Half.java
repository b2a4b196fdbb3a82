package io.ambientprober.evidence;

import io.ambientprober.wire.Framing;

/**
 * One direction of a connection.
 *
 * @param packets captured, copies and retransmissions included
 * @param payloadBytes payload sent, by sequence numbers, each byte once; including bytes that a snap length cut off
 * @param missingBytes payload that was sent, by sequence and acknowledgement numbers, but not captured
 * @param framing what the bytes are
 */
public record Half(long packets, long payloadBytes, long missingBytes, Framing framing) {}

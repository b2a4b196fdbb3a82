package io.ambientprober.evidence;

import io.ambientprober.wire.Direction;

/**
 * One body of one canary, read in the clear on a connection.
 *
 * @param pathId four hex digits
 * @param sequence the canary connection's number, from the token
 * @param direction from the token: who sent the body
 */
public record CanaryRead(String pathId, long sequence, Direction direction) {}

package io.ambientprober.canary;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Something that a canary pod is asked to do, once. It is posted to {@link #PATH} and an id that the controller chose; its outcome is the
 * answer. The same order again under the same id, after a connection was cut, is answered with the same outcome; another one under that id is
 * a conflict (409).
 */
public sealed interface Order permits CanaryOrder, GateOrder, HandshakeOrder {
    /** Before the id. */
    String PATH = "/v1/orders/";

    /** Of an id: what is a name everywhere. */
    Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** Bytes of an order: the roots of a mesh are the most of it. */
    int MAX_BYTES = 256 << 10;

    /** Bytes of an outcome: what a handshake check found is the most of it. */
    int MAX_OUTCOME = 1 << 20;

    /** Of any time that an order allows for one thing. */
    Duration LONGEST_TIMEOUT = Duration.ofMinutes(2);
}

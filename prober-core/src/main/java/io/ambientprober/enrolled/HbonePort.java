package io.ambientprober.enrolled;

import io.ambientprober.handshake.HandshakeResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What asking the HBONE port of an enrolled pod came to. */
public sealed interface HbonePort {
    /**
     * @param at when it was asked
     * @param handshake what two strangers saw
     * @param notBefore of the certificate that it showed
     */
    record Swept(
            Instant at,
            Answer answer,
            HandshakeResult handshake,
            @Nullable Instant notBefore) implements HbonePort {}

    /** @param why in words, for example {@code node-3 has no agent} */
    record NotSwept(String why) implements HbonePort {}

    /** Who answers. */
    enum Answer {
        TLS,
        NOT_TLS,
        /** It refused, or did not answer, twice. */
        NONE,
        /** It could not be told, for example because the node has no route. */
        UNKNOWN
    }
}

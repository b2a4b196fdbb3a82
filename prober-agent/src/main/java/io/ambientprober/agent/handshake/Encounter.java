package io.ambientprober.agent.handshake;

import io.ambientprober.agent.handshake.End.Alert;
import io.ambientprober.agent.handshake.Observation.Request;
import io.ambientprober.enrolled.HbonePort.Answer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Both strangers at one port, and what follows from what they saw. */
record Encounter(Observation bare, Observation foreign) {
    /** Null when it cannot be told. To accept one stranger is enough for no; it takes the refusal of both for yes. */
    @Nullable
    Boolean mutual() {
        if (Stream.of(bare, foreign).anyMatch(seen -> seen.accepted() || seen.request() == Request.NOT_SENT)) {
            return false;
        }
        return bare.refused() && foreign.refused() ? true : null;
    }

    /** One stranger is enough to hear that somebody answers; it takes both to say that nobody does. */
    Answer answer() {
        return Stream.of(Answer.NOT_TLS, Answer.TLS, Answer.UNKNOWN)
                .filter(answer -> bare.answer() == answer || foreign.answer() == answer)
                .findFirst()
                .orElse(Answer.NONE);
    }

    /** From whichever connection came so far. */
    <T> @Nullable T either(Function<Observation, @Nullable T> part) {
        return Stream.of(bare, foreign)
                .map(part)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** Null when the server showed none, or none that can be read. */
    @Nullable
    PeerCertificate certificate() {
        List<byte[]> chain = chain();
        return chain.isEmpty() ? null : PeerCertificate.read(chain.getFirst());
    }

    List<byte[]> chain() {
        return shown().chain();
    }

    /** Whether the server has the key to the certificate that it showed. */
    boolean keyProved() {
        return shown().keyProved();
    }

    private Observation shown() {
        return bare.chain().isEmpty() ? foreign : bare;
    }

    static @Nullable Integer alert(Observation seen) {
        return seen.end() instanceof Alert alert ? alert.description() : null;
    }
}

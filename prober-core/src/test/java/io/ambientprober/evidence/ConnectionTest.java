package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Framing;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final UnaryOperator<Half> HANDSHAKE_ONLY =
            Wire.framing(new Framing.Tls(true, 5, ApplicationData.NONE));

    private static Wire wire() {
        return Wire.between("10.0.1.2", "10.0.2.2");
    }

    @Test
    void carriedApplicationDataInEitherDirection() {
        assertThat(wire().on("n1").carriedApplicationData()).isTrue();
        assertThat(wire().request(HANDSHAKE_ONLY).on("n1").carriedApplicationData())
                .isTrue();
        assertThat(wire().response(HANDSHAKE_ONLY).on("n1").carriedApplicationData())
                .isTrue();
        assertThat(wire().both(HANDSHAKE_ONLY).on("n1").carriedApplicationData())
                .isFalse();
        assertThat(wire().both(Wire.framing(new Framing.Unaligned(1000)))
                        .on("n1")
                        .carriedApplicationData())
                .isFalse();
    }

    @Test
    void mayBeTheSameWhereNeitherDirectionsNumbersAreFarApart() {
        Connection one = wire().on("n1");
        int request = one.fromClient().firstSequence();
        int response = one.fromServer().firstSequence();

        assertThat(wire().on("n2").mayBe(one)).isTrue();
        assertThat(wire().old().request(Wire.numbered(request + 100)).on("n2").mayBe(one))
                .isTrue();
        assertThat(wire().request(Wire.numbered(request + 1_000_000)).on("n2").mayBe(one))
                .isFalse();
        assertThat(wire().response(Wire.numbered(response - 1_000_000)).on("n2").mayBe(one))
                .isFalse();
        assertThat(wire().translatedFrom(40_001).on("n2").mayBe(one)).isFalse();
        assertThat(wire().translatedFrom(40_001).on("n2").mayHaveItsNumbers(one))
                .isTrue();
    }

    /** Nothing comes before the first byte of a connection whose SYN was captured. */
    @Test
    void isNotTheSameWhereTheClientSentBeforeItsSyn() {
        Connection one = wire().on("n1");
        int first = one.fromClient().firstSequence();
        int bytes = (int) one.fromClient().payloadBytes();
        Connection before = wire().old().request(Wire.numbered(first - bytes)).on("n2");

        assertThat(before.mayBe(one)).isFalse();
        assertThat(one.mayBe(before)).isFalse();
        assertThat(before.mayBe(wire().old().on("n1"))).as("whose SYN was not").isTrue();
        assertThat(wire().old()
                        .request(Wire.numbered(first - bytes + 1))
                        .on("n2")
                        .mayBe(one))
                .isTrue();
    }

    @Test
    void hasAGapWhereBytesAreMissingInEitherDirection() {
        assertThat(wire().on("n1").hasGap()).isFalse();
        assertThat(wire().request(Wire.flaws(1, 0, 0, false)).on("n1").hasGap()).isTrue();
        assertThat(wire().response(Wire.flaws(1, 0, 0, false)).on("n1").hasGap())
                .isTrue();
    }
}

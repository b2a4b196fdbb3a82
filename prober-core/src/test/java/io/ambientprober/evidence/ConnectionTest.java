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
    void hasAGapWhereBytesAreMissingInEitherDirection() {
        assertThat(wire().on("n1").hasGap()).isFalse();
        assertThat(wire().request(Wire.flaws(1, 0, 0, false)).on("n1").hasGap()).isTrue();
        assertThat(wire().response(Wire.flaws(1, 0, 0, false)).on("n1").hasGap())
                .isTrue();
    }
}

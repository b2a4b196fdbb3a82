package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.agent.handshake.End.Unreachable;
import io.ambientprober.agent.handshake.Observation.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether TLS is mutual: only the refusal of both strangers says yes, and to let one in says no. */
class EncounterTest {
    private static final Observation REFUSED = sent(new End.Alert(116, HandshakeStep.ANSWERED));
    private static final Observation ACCEPTED = sent(new End.Accepted("it answered"));

    static List<Arguments> ends() {
        return List.of(
                arguments(REFUSED, true),
                arguments(sent(new End.Closed(HandshakeStep.ANSWERED, false)), true),
                arguments(sent(new End.Closed(HandshakeStep.ANSWERED, true)), true),
                arguments(ACCEPTED, false),
                arguments(seen(Request.NOT_SENT, new End.TimedOut(HandshakeStep.ANSWERED)), false),
                arguments(seen(Request.NOT_SENT, new End.Alert(116, HandshakeStep.ANSWERED)), false),
                arguments(sent(new End.Alert(116, HandshakeStep.CERTIFICATE)), null),
                arguments(sent(new End.Closed(HandshakeStep.CERTIFICATE, false)), null),
                arguments(sent(new End.Unclear("closed")), null),
                arguments(sent(new End.TimedOut(HandshakeStep.ANSWERED)), null),
                arguments(sent(new End.Broken("decode_error", HandshakeStep.ANSWERED)), null),
                arguments(unknown(new End.Alert(116, HandshakeStep.CONNECTED)), null),
                arguments(unknown(new End.Garbage("SSH")), null),
                arguments(unknown(new Unreachable(Unreachable.Reason.REFUSED, "")), null));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void besideARefusalTheOtherDecides(Observation other, @Nullable Boolean mutual) {
        assertThat(new Encounter(other, REFUSED).mutual()).isEqualTo(mutual);
        assertThat(new Encounter(REFUSED, other).mutual()).isEqualTo(mutual);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void besideAnAcceptanceNothingHelps(Observation other) {
        assertThat(new Encounter(other, ACCEPTED).mutual()).isFalse();
        assertThat(new Encounter(ACCEPTED, other).mutual()).isFalse();
    }

    private static Observation sent(End end) {
        return seen(Request.SENT, end);
    }

    private static Observation unknown(End end) {
        return seen(Request.UNKNOWN, end);
    }

    private static Observation seen(Request request, End end) {
        return new Observation(null, null, null, List.of(), false, request, end);
    }
}

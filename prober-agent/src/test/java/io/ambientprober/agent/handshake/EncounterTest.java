package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.agent.handshake.End.Unreachable;
import io.ambientprober.agent.handshake.Observation.Request;
import io.ambientprober.enrolled.HbonePort.Answer;
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

    static List<Arguments> answers() {
        return List.of(
                arguments(unknown(new Unreachable(Unreachable.Reason.REFUSED, "")), Answer.NONE),
                arguments(unknown(new Unreachable(Unreachable.Reason.TIMED_OUT, "")), Answer.NONE),
                arguments(unknown(new Unreachable(Unreachable.Reason.OTHER, "no route")), Answer.UNKNOWN),
                arguments(unknown(new End.TimedOut(HandshakeStep.CONNECTED)), Answer.NONE),
                arguments(unknown(new End.Closed(HandshakeStep.CONNECTED, true)), Answer.NONE),
                arguments(unknown(new End.TimedOut(HandshakeStep.HELLO)), Answer.TLS),
                arguments(unknown(new End.Closed(HandshakeStep.HELLO, true)), Answer.TLS),
                arguments(unknown(new End.Alert(70, HandshakeStep.CONNECTED)), Answer.TLS),
                arguments(unknown(new End.Broken("decode_error", HandshakeStep.CONNECTED)), Answer.TLS),
                arguments(sent(new End.Unclear("closed")), Answer.TLS),
                arguments(ACCEPTED, Answer.TLS),
                arguments(unknown(new End.Garbage("SSH")), Answer.NOT_TLS));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void oneStrangerHearsWhoAnswers(Observation seen, Answer answer) {
        Observation silent = unknown(new Unreachable(Unreachable.Reason.REFUSED, ""));
        Observation garbage = unknown(new End.Garbage("SSH"));

        assertThat(new Encounter(seen, seen).answer()).isEqualTo(answer);
        assertThat(new Encounter(seen, silent).answer()).isEqualTo(answer);
        assertThat(new Encounter(silent, seen).answer()).isEqualTo(answer);
        assertThat(new Encounter(seen, garbage).answer()).isEqualTo(Answer.NOT_TLS);
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

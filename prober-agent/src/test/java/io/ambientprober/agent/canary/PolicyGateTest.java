package io.ambientprober.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.canary.GateOrder;
import io.ambientprober.canary.GateOutcome;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PolicyGateTest {
    private static final IpAddress HERE = IpAddress.parse("127.0.0.1");
    /** Nothing listens there: tcpmux, which nobody serves any more. */
    private static final int CLOSED = 1;

    @SuppressWarnings("NullAway.Init") // set before each test
    private CanaryServer server;

    @BeforeEach
    void start() throws IOException {
        Map<CanaryPort, Integer> any = Map.of(CanaryPort.OPEN, 0, CanaryPort.DENIED, 0, CanaryPort.IDENTITY, 0);
        server = CanaryServer.start(new CanaryServer.Settings(any, 1 << 20, Duration.ofSeconds(10), null));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static GateOutcome outcome(int open, List<Integer> held, Duration patience) throws Exception {
        PolicyGate gate = new PolicyGate(new PolicyGate.Ports(open, held));
        GateOutcome outcome = gate.outcome(new GateOrder(List.of(HERE), patience));
        return GateOutcome.read(outcome.json());
    }

    @Test
    void aPortThatRefusesWhereTheOpenOneAnswersIsHeld() throws Exception {
        assertThat(outcome(server.port(CanaryPort.OPEN), List.of(CLOSED), Duration.ofMinutes(1))
                        .open())
                .isEmpty();
    }

    @Test
    void namesThePortThatStillAnswersWhenTheTimeIsOver() throws Exception {
        int denied = server.port(CanaryPort.DENIED);

        assertThat(outcome(server.port(CanaryPort.OPEN), List.of(CLOSED, denied), Duration.ofMillis(50))
                        .open())
                .containsExactly("127.0.0.1 port " + denied);
    }

    /** The mesh may be away: then a port that does not answer says nothing. */
    @Test
    void saysNothingWhereNotEvenTheOpenPortAnswers() throws Exception {
        assertThat(outcome(CLOSED, List.of(CLOSED), Duration.ofMillis(50)).open())
                .isEmpty();
    }
}

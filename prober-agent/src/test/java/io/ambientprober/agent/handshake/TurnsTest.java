package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.handshake.Turns.Turn;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @Test
    void nobodyBeginsWhoseTurnDoesNotCome() throws InterruptedException {
        Turns turns = new Turns(1, LONG);
        try (Turn first = turns.begin(Duration.ZERO)) {
            assertThat(first).isNotNull();
            assertThat(turns.begin(Duration.ofMillis(1))).isNull();
        }

        assertThat(turns.begin(Duration.ZERO)).isNotNull();
    }

    @Test
    void whoWaitsLongHoldsUpNobody() throws InterruptedException {
        Turns turns = new Turns(1, Duration.ofMillis(5));
        Objects.requireNonNull(turns.begin(LONG)).begins();

        assertThat(turns.begin(LONG)).isNotNull();
    }

    @Test
    void whoIsBusyForLongKeepsItsTurn() throws InterruptedException {
        Turns turns = new Turns(1, Duration.ofMillis(1));
        Turn busy = Objects.requireNonNull(turns.begin(LONG));
        busy.begins();
        busy.ends();

        assertThat(turns.begin(Duration.ofMillis(50))).isNull();
    }

    @Test
    void whoWaitedLongGoesOnAtOnceAndOthersBeginLater() throws InterruptedException {
        Turns turns = new Turns(1, Duration.ofMillis(5));
        Turn late = Objects.requireNonNull(turns.begin(LONG));
        late.begins();
        Turn other = Objects.requireNonNull(turns.begin(LONG));
        late.ends();
        other.close();

        assertThat(turns.begin(Duration.ZERO)).isNull();
        late.close();
        assertThat(turns.begin(Duration.ZERO)).isNotNull();
    }

    @Test
    void aTurnIsGivenBackOnce() throws InterruptedException {
        Turns turns = new Turns(1, LONG);
        Turn turn = Objects.requireNonNull(turns.begin(LONG));
        turn.close();
        turn.close();

        assertThat(turns.begin(Duration.ZERO)).isNotNull();
        assertThat(turns.begin(Duration.ZERO)).isNull();
    }
}

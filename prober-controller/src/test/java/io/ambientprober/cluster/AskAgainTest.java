package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.run.SiteException;
import io.ambientprober.run.UnansweredException;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.http.WebSocketUpgradeResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AskAgainTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final AtomicInteger asked = new AtomicInteger();

    private static UnansweredException cut() {
        return new UnansweredException("cut", new IOException("cut"));
    }

    private String answer(int from) throws SiteException {
        if (asked.incrementAndGet() < from) {
            throw cut();
        }
        return "answer";
    }

    @Test
    void asksUntilThereIsAnAnswer() throws SiteException {
        String answer = new AskAgain(() -> {}).within(LONG, left -> answer(3));

        assertThat(answer).isEqualTo("answer");
        assertThat(asked).hasValue(3);
    }

    @Test
    void asksNobodyWhoHasEnded() {
        AskAgain ended = new AskAgain(() -> {
            throw new SiteException("pod x was deleted");
        });

        assertThatThrownBy(() -> ended.within(LONG, left -> answer(3))).hasMessage("pod x was deleted");
        assertThat(asked).hasValue(1);
    }

    @Test
    void takesARefusalForAnAnswer() {
        assertThatThrownBy(() -> new AskAgain(() -> {}).within(LONG, left -> {
                    asked.incrementAndGet();
                    throw new SiteException("does not prove to be it");
                }))
                .hasMessage("does not prove to be it");
        assertThat(asked).hasValue(1);
    }

    @Test
    void givesUpInTime() {
        assertThatThrownBy(() -> new AskAgain(() -> {}).within(Duration.ofMillis(300), left -> answer(1000)))
                .isInstanceOf(UnansweredException.class);
        assertThat(asked.get()).isBetween(1, 2);
    }

    @Test
    void givesUpWhereItIsForbiddenForLong() {
        AskAgain again = new AskAgain(() -> {}, Duration.ofMillis(300));

        assertThatThrownBy(() -> again.within(LONG, left -> {
                    asked.incrementAndGet();
                    throw refused(403);
                }))
                .isInstanceOf(UnansweredException.class);
        assertThat(asked.get()).isBetween(2, 3);
    }

    @Test
    void isNotForbiddenByAnApiServerThatIsAway() throws SiteException {
        AskAgain again = new AskAgain(() -> {}, Duration.ZERO);

        assertThat(again.<String>within(LONG, left -> {
                    if (asked.incrementAndGet() < 3) {
                        throw refused(503);
                    }
                    return "answer";
                }))
                .isEqualTo("answer");
    }

    private static UnansweredException refused(int code) {
        WebSocketHandshakeException refused = new WebSocketHandshakeException(new WebSocketUpgradeResponse(
                new StandardHttpRequest(Map.of(), URI.create("http://x"), "GET", null), code));
        return new UnansweredException("refused", new IOException("refused", refused));
    }
}

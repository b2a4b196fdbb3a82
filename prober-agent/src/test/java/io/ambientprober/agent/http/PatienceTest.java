package io.ambientprober.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PatienceTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Socket connection = new Socket();
    private final Patience patience = new Patience(timer, connection);

    @AfterEach
    void end() throws Exception {
        patience.close();
        timer.shutdownNow();
        connection.close();
    }

    @Test
    void closesAConnectionWhoseTimeIsOver() {
        patience.allow(Duration.ofHours(1));
        assertThat(connection.isClosed()).isFalse();

        patience.allow(Duration.ofMillis(1));

        await().until(connection::isClosed);
    }

    @Test
    void closesWhatComesWhenTheServerIsClosed() {
        timer.shutdownNow();

        patience.allow(Duration.ofHours(1));

        assertThat(connection.isClosed()).isTrue();
    }
}

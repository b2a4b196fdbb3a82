package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PodLogTest {
    private static final String PATH = "/api/v1/namespaces/ambient-prober/pods/agent/log";
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final Announcement ANNOUNCEMENT =
            new Announcement("0.1.0", 40_123, Credentials.create().fingerprint());

    private final ApiStub api = new ApiStub();
    private final Cluster cluster = new Cluster(api.client());
    private final PodLog log = new PodLog(cluster, new PodName("ambient-prober", "agent"));

    PodLogTest() throws IOException {}

    @AfterEach
    void close() {
        cluster.close();
        api.close();
    }

    private Announcement read(Duration timeout) throws SiteException {
        return log.announcement(() -> {}, timeout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\nwhatever comes later\n", "\nambient-prober 9 port 1 sha256 another\n"})
    void readsTheFirstLineOnly(String rest) throws SiteException {
        api.answer(PATH, 200, ANNOUNCEMENT.line() + rest);

        assertThat(read(TIME)).isEqualTo(ANNOUNCEMENT);
    }

    /** A container that has not started has no log, and a line that is being written has no end yet. */
    @ParameterizedTest
    @ValueSource(strings = {"", "ambient-prober 0.1.0 port 401"})
    void waitsForAWholeLine(String yet) {
        api.answer(PATH, yet.isEmpty() ? 400 : 200, yet);
        CompletableFuture<Announcement> read = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return read(TIME);
                    } catch (SiteException e) {
                        throw new AssertionError(e);
                    }
                },
                Thread::startVirtualThread);
        await().until(() -> api.asked().size() > 1);

        api.answer(PATH, 200, ANNOUNCEMENT.line() + "\n");

        assertThat(read.join()).isEqualTo(ANNOUNCEMENT);
    }

    @Test
    void waitsForNoLineForEver() {
        api.answer(PATH, 200, "");

        assertThatThrownBy(() -> read(Duration.ofMillis(300)))
                .isInstanceOf(SiteException.class)
                .hasMessage(
                        "pod ambient-prober/agent did not say in time where it listens; see kubectl -n ambient-prober"
                                + " logs agent");
    }

    @Test
    void waitsForNoAnswerForEver() {
        api.answerNever();

        assertThatThrownBy(() -> read(Duration.ofMillis(300)))
                .hasMessageStartingWith("pod ambient-prober/agent did not say in time where it listens");
    }

    @Test
    void waitsForNoLineOfAPodThatEnded() {
        api.answer(PATH, 200, "");

        assertThatThrownBy(() -> log.announcement(
                        () -> {
                            throw new SiteException("it ended");
                        },
                        TIME))
                .hasMessage("it ended");
    }

    @Test
    void refusesAnythingElseInOneLine() {
        api.answer(PATH, 200, "Picked up JAVA_TOOL_OPTIONS: \u001b[2J\n" + ANNOUNCEMENT.line() + "\n");

        assertThatThrownBy(() -> read(TIME))
                .hasMessage(
                        "the first line of the log of pod ambient-prober/agent is not an announcement of a port and a"
                                + " certificate: Picked up JAVA_TOOL_OPTIONS: \\u{1b}[2J; use the image of this version");
    }

    @Test
    void readsNoEndlessLine() {
        api.answer(PATH, 200, "x".repeat(1 << 20));

        assertThatThrownBy(() -> read(TIME))
                .hasMessageContaining("is not an announcement")
                .hasMessageMatching("(?s).{0,1300}");
    }

    @Test
    void saysThatTheRightIsMissing() {
        api.answer(PATH, 403, """
                {"kind": "Status", "apiVersion": "v1", "status": "Failure", "code": 403, "message": "pods/log is forbidden"}""");

        assertThatThrownBy(() -> read(TIME))
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith("cannot read the log of pod ambient-prober/agent: ");
    }
}

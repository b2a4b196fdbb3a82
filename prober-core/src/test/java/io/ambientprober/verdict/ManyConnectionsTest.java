package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is asked of a path costs no more than its connections are many, and gives what comparing each with each would. */
class ManyConnectionsTest {
    private static final int MANY = 20_000;
    /** Comparing each with each takes several minutes. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int HBONE = 15008;
    private static final Framing NOT_TLS = new Framing.NotTls("nothing known", 1, "", 0);

    private final Sight sight = new Sight();

    @Test
    void thoseThatNobodyAnswered() {
        for (int i = 0; i < MANY; i++) {
            Half nothing = half(0, 0, null, new Framing.Empty());
            onBoth(sight.direct, connection(Sight.SERVER, HBONE, i, false, nothing, nothing));
            onBoth(sight.bare, connection(Sight.VIP, 80, i, false, nothing, nothing));
        }

        assertTimeoutPreemptively(LIMIT, () -> {
            assertThat(sight.facts().refused()).hasSize(2 * MANY);
            assertThat(sight.facts().unansweredPastHbone()).hasSize(2 * MANY);
        });
    }

    @Test
    void thoseWhoseBytesWereTaken() {
        for (int i = 0; i < MANY; i++) {
            addBytes(i, 101);
        }

        assertTimeoutPreemptively(LIMIT, () -> {
            assertThat(sight.facts().notTls()).hasSize(2 * MANY);
            assertThat(sight.facts().bareUnreadable()).hasSize(2 * MANY);
        });
    }

    @Test
    void thoseWhoseBytesMayBeForged() {
        for (int i = 0; i < MANY; i++) {
            addBytes(i, null);
        }

        assertTimeoutPreemptively(LIMIT, () -> {
            assertThat(sight.facts().perhapsForged()).hasSize(2 * MANY);
            assertThat(sight.facts().perhapsForgedPastHbone()).hasSize(2 * MANY);
        });
    }

    /** Bytes on HBONE and past it, whose acknowledgement one node saw. */
    private void addBytes(int port, @Nullable Integer acknowledged) {
        Half back = half(1, 0, null, new Framing.Empty());
        Half sent = half(1, 100, null, NOT_TLS);
        Half taken = half(1, 100, acknowledged, NOT_TLS);
        sight.direct.add(new Seen<>("n1", connection(Sight.SERVER, HBONE, port, true, sent, back)));
        sight.direct.add(new Seen<>("n2", connection(Sight.SERVER, HBONE, port, true, taken, back)));
        sight.bare.add(new Seen<>("n1", connection(Sight.VIP, 80, port, true, sent, back)));
        sight.bare.add(new Seen<>("n2", connection(Sight.SERVER, 8080, port, true, taken, back)));
    }

    @Test
    void viewsAreThoseThatComparingEachWithEachFinds() {
        RandomGenerator random = Seeds.random("views");
        List<Seen<Connection>> all = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            Half sent = half(random.nextInt(3) << 20, random.nextInt(3) * 100L, null, new Framing.Empty());
            boolean pod = random.nextBoolean();
            all.add(new Seen<>(
                    "n" + random.nextInt(3),
                    connection(
                            pod ? Sight.SERVER : Sight.VIP,
                            pod ? 8080 : 80,
                            random.nextInt(20),
                            random.nextBoolean(),
                            sent,
                            half(0, 0, null, new Framing.Empty()))));
        }

        assertFinds(Views.byEnds(all), all, PathEvidence::mayBeOne);
        assertFinds(Views.bySource(all), all, ManyConnectionsTest::mayBeOneTranslated);
    }

    private static void assertFinds(
            Views<?> views, List<Seen<Connection>> all, BiPredicate<Seen<Connection>, Seen<Connection>> mayBeOne) {
        for (Seen<Connection> seen : all) {
            assertThat(views.of(seen))
                    .containsExactlyElementsOf(all.stream()
                            .filter(other -> mayBeOne.test(seen, other))
                            .toList())
                    .contains(seen);
        }
    }

    private static boolean mayBeOneTranslated(Seen<Connection> one, Seen<Connection> other) {
        return one.what().clientPort() == other.what().clientPort()
                && one.what().client().equals(other.what().client())
                && (one.what().hasSameEnds(other.what())
                        ? PathEvidence.mayBeOne(one, other)
                        : one.what().mayHaveItsNumbers(other.what()));
    }

    private static void onBoth(List<Seen<Connection>> connections, Connection connection) {
        connections.add(new Seen<>("n1", connection));
        connections.add(new Seen<>("n2", connection));
    }

    private static Half half(int first, long bytes, @Nullable Integer acknowledged, Framing framing) {
        return new Half(3, bytes, 0, 0, 0, false, acknowledged, first, framing);
    }

    private static Connection connection(
            String server, int serverPort, int port, boolean answered, Half fromClient, Half fromServer) {
        PacketRef packet = new PacketRef("n1", port, 0);
        return new Connection(
                IpAddress.parse(Sight.CLIENT),
                1024 + port,
                IpAddress.parse(server),
                serverPort,
                packet,
                packet,
                true,
                answered,
                !answered,
                false,
                List.of(),
                List.of(),
                TlsFacts.NONE,
                fromClient,
                fromServer);
    }
}

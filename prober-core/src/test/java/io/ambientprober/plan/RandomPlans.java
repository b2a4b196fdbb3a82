package io.ambientprober.plan;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Token;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Valid plans of every shape, the same ones for the same seed. */
final class RandomPlans {
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final String TEXT = "a-Z 0\"\\/\n\t\u001b\u202eüß√漢";
    private final Random random;
    /** No two pods share one. */
    private int addresses;

    RandomPlans(long seed) {
        random = new Random(seed);
    }

    Plan next() {
        boolean policies = random.nextBoolean();
        return new Plan(runKey(), port(), policies, upTo(6, index -> path(index, policies)), upTo(4, this::tap));
    }

    private ProbePath path(int index, boolean policies) {
        int connections = count();
        return new ProbePath(
                String.format("%04x", index * 0x1001),
                text(),
                random.nextBoolean() ? Expectation.ENCRYPTED : Expectation.PLAINTEXT,
                new Client(text(), text(), text(), ips(), random.nextBoolean()),
                new Server(text(), text(), text(), ips(), port(), random.nextBoolean()),
                maybe(() -> new Service(text(), ips(), port())),
                maybe(() -> new Waypoint(ips())),
                new Canary(connections, Math.max(Token.LENGTH, count()), Math.max(Token.LENGTH, count()), count()),
                maybe(() -> outcome(connections, policies)),
                maybe(() -> new Handshake(random.nextBoolean(), maybe(this::text), upTo(2, any -> text()))),
                maybe(this::text));
    }

    private CanaryOutcome outcome(int connections, boolean policies) {
        int connected = connections == 0 ? 0 : random.nextInt(connections);
        return new CanaryOutcome(
                connected,
                connected == 0 ? 0 : random.nextInt(connected),
                connected == 0 ? List.of() : ips(),
                policies ? maybe(random::nextBoolean) : null,
                policies ? maybe(random::nextBoolean) : null);
    }

    private Tap tap(int index) {
        return new Tap(
                index + text(),
                text(),
                IntStream.rangeClosed(0, random.nextInt(3))
                        .mapToObj(file -> "tap/" + index + ".pcap" + file)
                        .toList(),
                text(),
                maybe(this::total),
                maybe(this::total),
                total(),
                total(),
                total(),
                List.of());
    }

    private String runKey() {
        return random.ints(12, 0, CROCKFORD.length())
                .collect(StringBuilder::new, (key, i) -> key.append(CROCKFORD.charAt(i)), StringBuilder::append)
                .toString();
    }

    private String text() {
        return random.ints(random.nextInt(12), 0, TEXT.length())
                .collect(StringBuilder::new, (text, i) -> text.append(TEXT.charAt(i)), StringBuilder::append)
                .toString();
    }

    private List<IpAddress> ips() {
        return upTo(3, index -> switch (random.nextInt(3)) {
            case 0 -> IpAddress.v4(random.nextInt());
            case 1 -> new IpAddress(random.nextLong(), random.nextLong());
            default -> new IpAddress(0xfd00_0000_0000_0000L, addresses++);
        });
    }

    private int port() {
        return 1 + random.nextInt(65535);
    }

    private int count() {
        return random.nextBoolean() ? random.nextInt(10) : random.nextInt(Integer.MAX_VALUE);
    }

    private long total() {
        return random.nextBoolean() ? 0 : random.nextLong(Long.MAX_VALUE);
    }

    private <T> List<T> upTo(int most, IntFunction<T> element) {
        return IntStream.range(0, random.nextInt(most + 1)).mapToObj(element).toList();
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }
}

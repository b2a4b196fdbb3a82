package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.traffic.Seeds;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Only streams that hold some of the same numbers are compared, and what counts is what comparing each with each would find. */
class CountedStreamsTest {
    private static final int MEGABYTE = 1 << 20;
    private static final long[] BYTES = {0, 0, 1, 100, MEGABYTE, 3L * MEGABYTE + 1, 15L * MEGABYTE, 15L * MEGABYTE + 1};

    private final RandomGenerator random = Seeds.random("counted streams");

    @ParameterizedTest
    @EnumSource
    void areThoseThatComparingEachWithEachFinds(Direction direction) {
        int shown = 0;
        for (int round = 0; round < Seeds.rounds(300); round++) {
            List<Seen<Connection>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String node = "n" + random.nextInt(2);
                all.add(new Seen<>(
                        node, stream(random.nextInt(4), half(), half()).on(node)));
            }
            CountedStreams streams = new CountedStreams(direction);
            all.forEach(streams::add);

            List<Seen<Connection>> expected = eachWithEach(all, direction);
            assertThat(streams.all()).as(Seeds.hint()).containsExactlyElementsOf(expected);
            shown += all.size() - expected.size();
        }

        assertThat(shown).as("streams shown twice").isPositive();
    }

    private static List<Seen<Connection>> eachWithEach(List<Seen<Connection>> all, Direction direction) {
        List<Seen<Connection>> once = new ArrayList<>();
        for (Seen<Connection> seen : all) {
            int place = 0;
            while (place < once.size() && !isShown(seen, once.get(place))) {
                place++;
            }
            if (place == once.size()) {
                once.add(seen);
            } else if (bytes(seen, direction) > bytes(once.get(place), direction)) {
                once.set(place, seen);
            }
        }
        return once;
    }

    private static boolean isShown(Seen<Connection> seen, Seen<Connection> known) {
        return seen.node().equals(known.node()) && seen.what().showsStreamOf(known.what());
    }

    private static long bytes(Seen<Connection> seen, Direction direction) {
        return seen.what().half(direction).payloadBytes();
    }

    /** Around where numbers begin again, and where they change their sign, more often than elsewhere. */
    private Half half() {
        int first = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-2 * MEGABYTE, 2 * MEGABYTE);
            case 1 -> Integer.MIN_VALUE + random.nextInt(-2 * MEGABYTE, 2 * MEGABYTE);
            case 2 -> random.nextInt(-3, 3) * MEGABYTE;
            default -> random.nextInt();
        };
        return half(first, BYTES[random.nextInt(BYTES.length)]);
    }

    private static Half half(int first, long bytes) {
        return new Half(1, bytes, 0, 0, 0, false, null, first, new Framing.Unaligned(bytes));
    }

    private static Wire stream(int port, Half request, Half response) {
        return Wire.between("10.0.1.2", "10.0.2.2")
                .translatedFrom(port)
                .request(half -> request)
                .response(half -> response);
    }
}

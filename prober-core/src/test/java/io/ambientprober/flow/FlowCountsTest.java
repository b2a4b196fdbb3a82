package io.ambientprober.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed is what was given. */
final class FlowCountsTest {
    private static final FlowCount USUAL = new FlowCount(
            IpAddress.parse("10.0.0.1"),
            IpAddress.parse("10.0.1.1"),
            15008,
            new Traffic(3, 120, 60_000),
            Looks.NONE,
            0,
            0,
            Instant.parse("2026-01-01T00:00:00.000000001Z"),
            Instant.parse("2026-01-01T00:01:00.999999999Z"));

    private static final FlowCount LARGEST = new FlowCount(
            IpAddress.parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
            IpAddress.parse("::"),
            65535,
            new Traffic(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
            new Looks(Long.MAX_VALUE, 127, 128),
            Long.MAX_VALUE,
            1,
            Instant.MIN,
            Instant.MAX);

    @Test
    void holdsWhatItWasGivenInThatOrder() {
        List<FlowCount> given = List.of(LARGEST, USUAL, LARGEST);

        assertThat(FlowCounts.of(given)).isEqualTo(given);
    }

    @Test
    void givesThoseOfAClientThatIsWanted() {
        List<FlowCount> found = new ArrayList<>();

        FlowCounts.of(List.of(LARGEST, USUAL, USUAL, LARGEST)).forEach(USUAL.client()::equals, found::add);

        assertThat(found).containsExactly(USUAL, USUAL);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 2})
    void holdsNothingElse(int index) {
        FlowCounts two = FlowCounts.of(List.of(USUAL, LARGEST));

        assertThatThrownBy(() -> two.get(index)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void isPackedOnce() {
        FlowCounts packed = FlowCounts.of(List.of(USUAL));

        assertThat(FlowCounts.of(packed)).isSameAs(packed);
    }

    @Test
    void mayBeEmpty() {
        assertThat(FlowCounts.of(List.of())).isEmpty();
    }
}

package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AddressCountsTest {
    private static final IpAddress FIRST = IpAddress.parse("10.0.0.1");
    private static final IpAddress SECOND = IpAddress.parse("10.0.0.2");
    private static final IpAddress THIRD = IpAddress.parse("fd00::3");

    private final AddressCounts counts = new AddressCounts(2);

    private void add(IpAddress address, long number) {
        counts.add(address.high(), address.low(), number);
    }

    @Test
    void tellsAsManyAddressesApartAsThereIsRoomFor() {
        add(FIRST, 3);
        add(FIRST, 2);
        assertThat(counts.of(THIRD.high(), THIRD.low())).isZero();
        add(SECOND, 7);
        add(THIRD, 20);

        assertThat(counts.of(FIRST.high(), FIRST.low())).isEqualTo(5);
        assertThat(counts.of(THIRD.high(), THIRD.low())).isEqualTo(20);
        assertThat(counts.total()).isEqualTo(32);
    }

    /** What was not told apart may be of anybody. */
    @Test
    void countsTheUnknownToWhoeverIsAskedFor() {
        add(FIRST, 5);
        add(SECOND, 7);
        assertThat(counts.atMostOf(List.of(FIRST, FIRST))).isEqualTo(5);
        assertThat(counts.atMostOf(List.of(THIRD))).isZero();

        add(THIRD, 20);
        assertThat(counts.atMostOf(List.of(FIRST))).isEqualTo(25);
    }

    @Test
    void namesTheLoudest() {
        assertThat(counts.loudest()).isEmpty();
        add(FIRST, 5);
        add(SECOND, 7);

        assertThat(counts.loudest()).isEqualTo(", the most of them (7) of 10.0.0.2");
        assertThat(counts.loudestBut(Set.of(SECOND))).isEqualTo(", the most of them (5) of 10.0.0.1");
        assertThat(counts.loudestBut(Set.of(FIRST, SECOND))).isEmpty();
    }
}

package io.ambientprober.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.wire.Framing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfTest {
    private static Half half(long bytes, int first, @Nullable Integer acknowledged) {
        return new Half(1, bytes, 0, 0, 0, false, acknowledged, first, new Framing.Unaligned(bytes));
    }

    /** Within a window, 1 GiB, behind the first byte, whatever the numbers. */
    @ParameterizedTest
    @CsvSource({
        "1000, 1000, false",
        "1000, 1001, true",
        "1000, 999, false",
        "-1, 0, true",
        "1000, 1073742823, true",
        "1000, 1073742824, false"
    })
    void isAcknowledgedByANumberBehindItsFirst(int first, int acknowledged, boolean expected) {
        assertThat(half(10, first, null).isAcknowledgedIn(half(0, 0, acknowledged)))
                .isEqualTo(expected);
    }

    @Test
    void isNotAcknowledgedWithoutBytesOrWithoutAnAnswer() {
        assertThat(half(0, 1000, null).isAcknowledgedIn(half(0, 0, 1001))).isFalse();
        assertThat(half(10, 1000, null).isAcknowledgedIn(half(0, 0, null))).isFalse();
    }

    /** Of bytes that are not TLS the first that is not, not of the records before it. */
    @Test
    void isAcknowledgedWhereItIsNoTls() {
        Half half = new Half(1, 700, 0, 0, 0, false, null, 1000, new Framing.NotTls("text", 1, "a", 500));

        assertThat(half.isAcknowledgedIn(half(0, 0, 1500))).isFalse();
        assertThat(half.isAcknowledgedIn(half(0, 0, 1501))).isTrue();
    }

    /** Within a window without scaling of what is known. */
    @ParameterizedTest
    @CsvSource({
        "1000, true",
        "1010, true",
        "66546, true",
        "66547, false",
        "-64536, true",
        "-64538, false",
        "1000000, false"
    })
    void mayBeWhatHasNumbersNearby(int number, boolean expected) {
        Half some = half(10, 1000, null);
        for (Half other : new Half[] {half(0, 77, number), half(1, number, null), half(1, number, 5)}) {
            assertThat(some.mayBe(other)).as("%s", other).isEqualTo(expected);
            assertThat(other.mayBe(some)).as("%s", other).isEqualTo(expected);
        }
        assertThat(some.mayBe(half(0, number, null))).as("nothing is known").isTrue();
    }

    @Test
    void overlapsNothingWithoutBytes() {
        Half some = half(10, 1000, null);
        Half none = half(0, 1005, null);

        assertThat(some.overlaps(none)).isFalse();
        assertThat(none.overlaps(some)).isFalse();
        assertThat(none.overlaps(half(0, 1005, null))).isFalse();
    }
}

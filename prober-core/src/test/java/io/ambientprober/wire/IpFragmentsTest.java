package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpFragmentsTest {
    private static final String DATAGRAM = "12345678abcdefgh87654321xyz";

    private final IpFragments fragments = new IpFragments();

    @ParameterizedTest
    @CsvSource({"0,1,2,3", "3,2,1,0", "1,3,0,2", "2,0,3,1", "0,2,1,3", "3,0,1,2"})
    void putsFragmentsTogetherInAnyOrder(int first, int second, int third, int fourth) {
        assertThat(add(1, first)).isZero();
        assertThat(add(1, second)).isZero();
        assertThat(add(1, third)).isZero();
        assertThat(add(1, fourth)).isEqualTo(DATAGRAM.length());
        assertThat(datagram(DATAGRAM.length())).isEqualTo(DATAGRAM);
    }

    @Test
    void takesFragmentsTwice() {
        add(1, 0);
        add(1, 0);
        add(1, 3);
        add(1, 3);
        add(1, 1);

        assertThat(add(1, 2)).isEqualTo(DATAGRAM.length());
        assertThat(datagram(DATAGRAM.length())).isEqualTo(DATAGRAM);
    }

    /** As devices of a node show them, each packet twice: what is left of one datagram is not a part of the next one with its id. */
    @Test
    void takesACopyOfACompleteDatagramForNoPartOfAnother() {
        for (int part = 0; part < 4; part++) {
            add(1, part);
            add(1, part);
        }
        String other = DATAGRAM.toUpperCase(Locale.ROOT);
        assertThat(add(1, 0, true, other.substring(0, 16))).isZero();
        assertThat(add(1, 16, true, other.substring(16, 24))).isZero();
        assertThat(add(1, 24, false, other.substring(24))).isEqualTo(DATAGRAM.length());
        assertThat(datagram(DATAGRAM.length())).isEqualTo(other);
    }

    @Test
    void givesUpWhatIsCompleteFirst() {
        add(0, 0);
        for (int id = 1; id < 100; id++) {
            for (int part = 0; part < 4; part++) {
                add(id, part);
            }
        }
        add(0, 1);
        add(0, 2);

        assertThat(add(0, 3)).isEqualTo(DATAGRAM.length());
    }

    @Test
    void takesFragmentsThatOverlap() {
        assertThat(add(1, 0, true, "12345678abcdefgh")).isZero();
        assertThat(add(1, 8, true, "abcdefgh87654321")).isZero();
        assertThat(add(1, 24, false, "xyz")).isEqualTo(DATAGRAM.length());
        assertThat(datagram(DATAGRAM.length())).isEqualTo(DATAGRAM);
    }

    @Test
    void keepsDatagramsApart() {
        for (int i = 0; i < 3; i++) {
            assertThat(add(1, i)).isZero();
            assertThat(add(2, i)).isZero();
        }
        assertThat(add(1, 3)).isEqualTo(DATAGRAM.length());
        assertThat(add(2, 3)).isEqualTo(DATAGRAM.length());
    }

    @Test
    void givesUpTheOldestOfTooMany() {
        for (int id = 0; id < 33; id++) {
            add(id, 0);
            add(id, 1);
            add(id, 2);
        }

        assertThat(add(32, 3)).isEqualTo(DATAGRAM.length());
        assertThat(add(0, 3)).isZero();
    }

    @Test
    void takesNoFragmentThatCannotBe() {
        assertThat(add(1, 0, true, "1234567"))
                .as("not a multiple of 8, and more follow")
                .isZero();
        assertThat(add(1, 65_528, false, "12345678")).as("past 65,535 bytes").isZero();
        assertThat(add(1, 0, false, "1234")).as("neither is kept").isEqualTo(4);
    }

    @Test
    void survivesAnyFragments() {
        RandomGenerator random = Seeds.random("fragments");
        byte[] data = new byte[70_000];
        for (int i = 0; i < Seeds.rounds(100_000); i++) {
            int offset = random.nextInt(8192) * 8 >>> random.nextInt(14) & ~7;
            int length = 1 + (random.nextInt(2000) >>> random.nextInt(8));
            int complete = fragments.add(
                    new Headers(), fragment(random.nextInt(8), offset, random.nextBoolean(), data, length));

            assertThat(complete).isBetween(0, 65_535);
            assertThat(complete == 0 || fragments.datagram().length >= complete).isTrue();
        }
    }

    /** The parts of {@link #DATAGRAM}. */
    private int add(int id, int part) {
        int from = part * 8;
        boolean more = part < 3;
        return add(id, from, more, DATAGRAM.substring(from, more ? from + 8 : DATAGRAM.length()));
    }

    private int add(int id, int offset, boolean more, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return fragments.add(new Headers(), fragment(id, offset, more, bytes, bytes.length));
    }

    private static Fragment fragment(int id, int offset, boolean more, byte[] data, int length) {
        Fragment fragment = new Fragment();
        fragment.header(6, id, offset, more);
        fragment.bytes(data, 0, length);
        return fragment;
    }

    private String datagram(int length) {
        return new String(fragments.datagram(), 0, length, StandardCharsets.US_ASCII);
    }
}

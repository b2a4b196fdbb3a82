package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    /** RFC 5952, sections 4 and 5. */
    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.1.2.3",
        "255.255.255.255, 255.255.255.255",
        "0.0.0.0, 0.0.0.0",
        "::ffff:10.0.0.1, 10.0.0.1",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:0db8::0001, 2001:db8::1",
        "2001:db8:0:0:0:0:2:1, 2001:db8::2:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:DB8::ABCD, 2001:db8::abcd",
        "0:0:1:2:3:4:5:6, ::1:2:3:4:5:6",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "fd16:9254:7127:1337:ffff:ffff:ffff:ffff, fd16:9254:7127:1337:ffff:ffff:ffff:ffff"
    })
    void isWrittenInItsShortestForm(String literal, String expected) {
        IpAddress address = IpAddress.parse(literal);

        assertThat(address).hasToString(expected);
        assertThat(IpAddress.parse(expected)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.1.2.256", "1:2", "fe80::1::2", "10.1.2.3:80"})
    void isReadFromNothingElse(String literal) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpAddress.parse(literal));
    }

    @Test
    void hasIpv6InBracketsBeforeAPort() {
        assertThat(IpAddress.parse("10.0.0.1").withPort(80)).isEqualTo("10.0.0.1:80");
        assertThat(IpAddress.parse("fd00::1").withPort(80)).isEqualTo("[fd00::1]:80");
    }

    @Test
    void isOrderedByItsBits() {
        assertThat(IpAddress.parse("10.0.0.9")).isLessThan(IpAddress.parse("10.0.0.10"));
        assertThat(IpAddress.parse("200.0.0.1")).isGreaterThan(IpAddress.parse("100.0.0.1"));
        assertThat(IpAddress.parse("fd00::1")).isGreaterThan(IpAddress.parse("10.0.0.1"));
    }

    @Test
    void knowsItsFamily() {
        assertThat(IpAddress.parse("10.0.0.1").isV4()).isTrue();
        assertThat(IpAddress.parse("::ffff:10.0.0.1").isV4()).isTrue();
        assertThat(IpAddress.parse("::1").isV4()).isFalse();
        assertThat(IpAddress.parse("fd00::ffff:a00:1").isV4()).isFalse();
    }

    /** As the JDK's unmodifiable sets place what they hold: a place of twice as many for each, or the next free one. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "fd00::", "fd00:10::"})
    void liesApartFromItsNeighbours(String first) {
        int hosts = 5000;
        BitSet places = new BitSet();
        IpAddress network = IpAddress.parse(first);
        for (int host = 0; host < hosts; host++) {
            int hash = new IpAddress(network.high(), network.low() + host).hashCode();
            places.set(Math.floorMod(hash, 2 * hosts));
        }

        int longest = 0;
        for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(places.nextClearBit(at))) {
            longest = Math.max(longest, places.nextClearBit(at) - at);
        }
        assertThat(longest).isLessThan(50);
    }
}

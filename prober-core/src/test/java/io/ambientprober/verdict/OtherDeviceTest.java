package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.plan.PodDevice;
import io.ambientprober.wire.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A conversation that another pod holds with itself, under the addresses of a path, is not the path's; whatever is not known counts. */
final class OtherDeviceTest {
    private static final int OWN = 11;
    private static final int OTHER = 12;

    private static final List<PodDevice> DEVICES = List.of(
            new PodDevice(OWN, "veth1", List.of(IpAddress.parse("10.0.1.2"), IpAddress.parse("fd00::2"))),
            new PodDevice(OTHER, "veth2", List.of(IpAddress.parse("10.0.1.9"))));

    /** By which devices the client's packets came in on its node. */
    @ParameterizedTest
    @CsvSource({
        "12, unaccounted",
        "11, not-tls",
        "2, not-tls",
        "'', not-tls",
        "11 12, not-tls",
        "12 11, not-tls",
        "12 2, not-tls",
        "13, not-tls",
    })
    void onlyADeviceThatIsKnownToBeAnothersCounts(String entered, String reason) {
        Facts.Devices devices = new Facts.Devices(indexes(entered), DEVICES);

        assertThat(Facts.path(Facts.Fact.CLIENT_NOT_TLS)
                        .on(devices)
                        .encryption()
                        .code())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "BARE_UNREADABLE, not-hbone",
        "HELLO_WITHOUT_H2, not-hbone",
        "SERVER_NOT_TLS, not-tls",
        "CLEAR, plaintext"
    })
    void holdsOfEverythingButTokens(Facts.Fact fact, String reason) {
        Facts facts = Facts.path(fact);

        assertThat(facts.on(new Facts.Devices(List.of(OWN), DEVICES))
                        .encryption()
                        .code())
                .isEqualTo(reason);
        assertThat(facts.on(new Facts.Devices(List.of(OTHER), DEVICES))
                        .encryption()
                        .code())
                .isEqualTo(fact == Facts.Fact.CLEAR ? "plaintext" : "unaccounted");
    }

    @Test
    void nothingIsKnownOfAFamilyThatNoRouteNames() {
        PodDevice v4 = DEVICES.get(1);

        assertThat(v4.contradicts(IpAddress.parse("10.0.1.2"))).isTrue();
        assertThat(v4.contradicts(IpAddress.parse("10.0.1.9"))).isFalse();
        assertThat(v4.contradicts(IpAddress.parse("fd00::2"))).isFalse();
        assertThat(new PodDevice(1, "veth", List.of()).contradicts(IpAddress.parse("10.0.1.2")))
                .isFalse();
    }

    @Test
    void saysWhichDevice() {
        assertThat(Facts.path(Facts.Fact.CLIENT_NOT_TLS)
                        .on(new Facts.Devices(List.of(OTHER), DEVICES))
                        .verdict()
                        .encryption()
                        .findings())
                .anyMatch(finding ->
                        finding.startsWith("bytes that are not TLS, which another pod sent: 10.0.1.2:40001 > "))
                .contains(
                        "10.0.1.2:40001 > 10.0.2.2:15008 was not opened by 10.0.1.2: its packets came into node node-1 by"
                                + " device 12 (veth2), which leads to 10.0.1.9 alone (tap node-1, packet 2)");
    }

    private static List<Integer> indexes(String text) {
        return text.isEmpty()
                ? List.of()
                : Stream.of(text.split(" ")).map(Integer::valueOf).toList();
    }
}

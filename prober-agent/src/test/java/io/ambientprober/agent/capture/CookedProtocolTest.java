package io.ambientprober.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CookedProtocolTest {
    @ParameterizedTest
    @CsvSource({
        "0800, 4500003000000000, 0800", // IPv4
        "86dd, 6000000000201106, 86dd", // IPv6
        "8100, 00070800450000300000, 8100", // a tag
        "8100, 4500003000000000, 0800", // named after a tag that is gone
        "88a8, 6000000000201106, 86dd",
        "0800, 00060800450000300000, 8100", // an inner tag is left
        "86dd, 000686dd600000000020, 8100",
        "0800, 400608004500003000, 8100", // with a priority
        "0800, 00058100000608004500, 8100", // and two
        "0800, 4500080045000030, 0800", // an IPv4 packet of 2048 bytes, with 0x4500 as its id
        "0806, 0001080006040001, 0806", // ARP
        "0800, 0006, 0800", // cut off
    })
    void isWhatTheBytesBeginWith(String named, String bytes, String expected) {
        byte[] packet = HexFormat.of().parseHex(bytes);

        assertThat(CookedProtocol.of(HexFormat.fromHexDigits(named), packet, 0, packet.length))
                .isEqualTo(HexFormat.fromHexDigits(expected));
    }
}

package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CertificateLengthsTest {
    /** Message with its header, with TLS 1.3's context and extensions or without. */
    @ParameterizedTest
    @CsvSource({
        "0b000003 000000, false, true",
        "0b000008 000005 000002 aabb, false, true",
        "0b00000c 000009 000001 aa 000002 bbcc, false, true",
        "0b000003 ffffff, false, false",
        "0b000008 000005 ffffff aabb, false, false",
        "0b000008 000005 000003 aabb, false, false",
        "0b000008 000004 000002 aabb, false, false",
        "0b000002 0000, false, false",
        "0b000000, false, false",
        "0b000004 00 000000, true, true",
        "0b00000b 00 000007 000002 aabb 0000, true, true",
        "0b00000d 01ff 000008 000002 aabb 0001cc, true, true",
        "0b00000b 00 000007 ffffff aabb 0000, true, false",
        "0b00000b 00 000007 000002 aabb ffff, true, false",
        "0b000004 ff 000000, true, false",
        "0b000004 00 ffffff, true, false",
    })
    void areHeldAgainstWhatIsThere(String message, boolean tls13, boolean hold) {
        byte[] bytes = HexFormat.of().parseHex("00" + message.replace(" ", "") + "00");
        CertificateLengths lengths = new CertificateLengths(tls13);

        lengths.update(bytes, 1, bytes.length - 2);

        assertThat(lengths.hold()).isEqualTo(hold);
    }
}

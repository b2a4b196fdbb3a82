package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsWeaknessTest {
    @ParameterizedTest
    @CsvSource({
        "0x0303, 0x0000, NO_ENCRYPTION NO_AUTHENTICATION",
        "0x0303, 0x0001, NO_ENCRYPTION MD5",
        "0x0303, 0x0002, NO_ENCRYPTION",
        "0x0303, 0x003B, NO_ENCRYPTION",
        "0x0303, 0xC006, NO_ENCRYPTION",
        "0x0303, 0xC03B, NO_ENCRYPTION",
        "0x0304, 0xC0B4, NO_ENCRYPTION",
        "0x0304, 0xC0B5, NO_ENCRYPTION",
        "0x0303, 0xC015, NO_ENCRYPTION NO_AUTHENTICATION",
        "0x0303, 0x00A7, NO_AUTHENTICATION",
        "0x0303, 0xC018, NO_AUTHENTICATION",
        "0x0303, 0x0003, EXPORT RC4 MD5",
        "0x0303, 0x0062, EXPORT DES",
        "0x0303, 0x0008, EXPORT DES",
        "0x0303, 0x0006, EXPORT MD5",
        "0x0303, 0xC007, RC4",
        "0x0303, 0x0009, DES",
        "0x0303, 0xC008, DES",
        "0x0303, 0xFEFE, DES",
        "0x0303, 0x0025, MD5",
        "0x0302, 0xC02F, OLD_VERSION",
        "0x0301, 0xC013, OLD_VERSION",
        "0x0300, 0x0005, OLD_VERSION RC4",
    })
    void knowsWhatIsWeak(String version, String suite, String weaknesses) {
        assertThat(TlsWeakness.of(hello(Integer.decode(version), Integer.decode(suite))))
                .containsExactly(Stream.of(weaknesses.split(" "))
                        .map(TlsWeakness::valueOf)
                        .toArray(TlsWeakness[]::new));
    }

    @ParameterizedTest
    @CsvSource({
        "0x0304, 0x1301", "0x0304, 0x1302", "0x0304, 0x1303", "0x0304, 0x1304", "0x0304, 0x1305",
        "0x0303, 0xC02B", "0x0303, 0xC02C", "0x0303, 0xC02F", "0x0303, 0xC030", "0x0303, 0xCCA8",
        "0x0303, 0xCCA9", "0x0303, 0xC0AC", "0x0303, 0xC0AE", "0x0303, 0x009C", "0x0303, 0x002F",
        "0x0303, 0xC027", "0x0303, 0x0096", "0x0303, 0x008C", "0x0303, 0xFACE"
    })
    void knowsNothingAgainstTheOthers(String version, String suite) {
        assertThat(TlsWeakness.of(hello(Integer.decode(version), Integer.decode(suite))))
                .isEmpty();
    }

    private static ServerHello hello(int version, int suite) {
        return new ServerHello(version, suite, null);
    }
}

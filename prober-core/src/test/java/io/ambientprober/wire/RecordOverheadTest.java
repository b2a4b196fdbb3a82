package io.ambientprober.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.wire.TlsFacts.ServerHello;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordOverheadTest {
    @ParameterizedTest
    @CsvSource({
        "0x0304, 0x1301, TLS_1_3",
        "0x0304, 0x1303, TLS_1_3",
        "0x0303, 0xC02B, AES_GCM",
        "0x0303, 0xC030, AES_GCM",
        "0x0303, 0x009D, AES_GCM",
        "0x0303, 0x00AC, AES_GCM",
        "0x0303, 0xD001, AES_GCM",
        "0x0303, 0xCCA8, CHACHA20",
        "0x0303, 0xCCAE, CHACHA20",
        "0x0303, 0xC0AC, NOT_FIXED",
        "0x0303, 0xC05C, NOT_FIXED",
        "0x0303, 0xC023, NOT_FIXED",
        "0x0303, 0x002F, NOT_FIXED",
        "0x0303, 0xFACE, NOT_FIXED"
    })
    void isThatOfVersionAndSuite(String version, String suite, RecordOverhead overhead) {
        ServerHello hello = new ServerHello(Integer.decode(version), Integer.decode(suite), "h2");

        assertThat(RecordOverhead.of(hello)).isEqualTo(overhead);
    }

    @Test
    void isUnreadWithoutAServerHello() {
        assertThat(RecordOverhead.of(null)).isEqualTo(RecordOverhead.UNREAD);
    }
}

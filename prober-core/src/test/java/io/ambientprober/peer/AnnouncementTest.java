package io.ambientprober.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnnouncementTest {
    private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final String LINE = "ambient-prober 0.1.0-SNAPSHOT port 40123 sha256 " + HEX;

    @Test
    void isOneLine() {
        Announcement announcement = new Announcement("0.1.0-SNAPSHOT", 40_123, new Fingerprint(HEX));

        assertThat(announcement.line()).isEqualTo(LINE);
        assertThat(Announcement.parse(LINE)).isEqualTo(announcement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Picked up JAVA_TOOL_OPTIONS: -Xmx1g",
                " " + LINE,
                LINE + " ",
                LINE + "\r",
                LINE + "0",
                "ambient-prober 1 port 0 sha256 " + HEX,
                "ambient-prober 1 port 65536 sha256 " + HEX,
                "ambient-prober 1 port -1 sha256 " + HEX,
                "ambient-prober 1 port 99999999999 sha256 " + HEX,
                "ambient-prober  port 1 sha256 " + HEX,
                "ambient-prober a b port 1 sha256 " + HEX,
                "ambient-prober 1 port 1 sha256 ABCDEF",
            })
    void anythingElseIsNone(String line) {
        assertThatThrownBy(() -> Announcement.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is not an announcement of a port and a certificate");
    }
}

package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.LegAccount.Gap;
import io.ambientprober.evidence.LegAccount.Gap.Kind;
import io.ambientprober.evidence.LegAccount.Sum;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An account in words, to the letter. */
class AccountFindingsTest {
    private static final String LINE =
            "waypoint to server: 4100 bytes of TLS application data for 4000 canary bytes (n2),"
                    + " back 4100 bytes of TLS application data for 4000 canary bytes (n2)";

    private static Sum sum(Gap... gaps) {
        return sum(1000, 999, gaps);
    }

    private static Sum sum(long smallest, long others, Gap... gaps) {
        return new Sum(List.of("n2"), 4000, 4100, smallest, others, List.of(gaps));
    }

    private static Gap gap(Kind kind, Direction direction, long bytes) {
        return new Gap(
                kind, "n2", IpAddress.parse("fd00::9"), 40_000, IpAddress.parse("10.0.2.2"), 15008, direction, bytes);
    }

    private static List<String> findings(Sum request, Sum response) {
        return AccountFindings.of(new LegAccount("waypoint to server", request, response))
                .toList();
    }

    @Test
    void oneThatBalancesIsOneLine() {
        assertThat(findings(sum(), sum())).containsExactly(LINE);
    }

    @Test
    void namesAllNodesThatWereCounted() {
        Sum both = new Sum(List.of("n1", "n2"), 4000, 4100, 1000, 999, List.of());

        assertThat(findings(both, sum()))
                .containsExactly(
                        "waypoint to server: 4100 bytes of TLS application data for 4000 canary bytes (n1 and n2),"
                                + " back 4100 bytes of TLS application data for 4000 canary bytes (n2)");
    }

    @Test
    void saysWhereNoConnectionWasCaptured() {
        Sum nothing = new Sum(List.of(), 4000, 0, 1000, 999, List.of());

        assertThat(findings(nothing, sum()))
                .containsExactly(
                        "waypoint to server: 0 bytes of TLS application data for 4000 canary bytes,"
                                + " back 4100 bytes of TLS application data for 4000 canary bytes (n2)",
                        "waypoint to server, towards the server: no connection was captured on the node of the pod that sends");
    }

    @Test
    void saysThatTheCanaryIsTooSmall() {
        assertThat(findings(sum(), sum(1000, 1000)))
                .containsExactly(
                        LINE,
                        "waypoint to server, towards the client: the smallest canary has 1000 bytes, and up to 1000 may be anything else:"
                                + " the canary is too small for this many connections, and nobody could tell if one were missing");
    }

    static List<Arguments> gaps() {
        return List.of(
                arguments(Kind.MISSING, 1, "1 byte sent and not captured"),
                arguments(Kind.MISSING, 1000, "1000 bytes sent and not captured"),
                arguments(Kind.STRAY, 7, "7 bytes before the first that was examined"),
                arguments(Kind.CONTRADICTED, 0, "two copies of the same bytes differ"),
                arguments(Kind.UNALIGNED, 30, "30 bytes in which no TLS record was found"),
                arguments(
                        Kind.NOT_TLS,
                        12,
                        "12 bytes other than TLS, which nobody is known to have received: perhaps forged"),
                arguments(Kind.HELLO_UNSEEN, 0, "its beginning was captured, and not both hellos"),
                arguments(Kind.OVERHEAD_UNKNOWN, 0, "a cipher suite whose records say not how much they hold"));
    }

    @ParameterizedTest
    @MethodSource("gaps")
    void saysWhatIsMissingWhere(Kind kind, long bytes, String words) {
        assertThat(findings(sum(gap(kind, Direction.CLIENT_TO_SERVER, bytes)), sum()))
                .containsExactly(LINE, "[fd00::9]:40000 > 10.0.2.2:15008, towards the server, on n2: " + words);
    }

    @Test
    void namesNoMoreThanFourGapsOfADirection() {
        Gap gap = gap(Kind.MISSING, Direction.SERVER_TO_CLIENT, 5);
        String line = "[fd00::9]:40000 > 10.0.2.2:15008, towards the client, on n2: 5 bytes sent and not captured";

        assertThat(findings(sum(), sum(gap, gap, gap, gap))).containsExactly(LINE, line, line, line, line);
        assertThat(findings(sum(), sum(gap, gap, gap, gap, gap)))
                .containsExactly(LINE, line, line, line, line, "and 1 more gap like this");
        assertThat(findings(sum(), sum(Collections.nCopies(6, gap).toArray(Gap[]::new))))
                .containsExactly(LINE, line, line, line, line, "and 2 more gaps like these");
    }
}

package io.ambientprober.agent.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows as a kernel prints them; those of the loopback device are in {@link CanaryServerTest}. */
final class WitnessTest {
    private static final String HEADING =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt" + "   uid  timeout inode\n";
    /** 10.1.1.2:40000 to 10.96.0.10:80. */
    private static final String TO_SERVICE =
            "   0: 0201010A:9C40 0A00600A:0050 %s 00000000:00000000 00:00000000 00000000 1000 0 4711 1 x 20 4 0\n";
    /** The same socket under a socket load balancer: 10.1.2.9:8080, IPv4 in IPv6. */
    private static final String TO_POD = "   0: 0000000000000000FFFF00000201010A:9C40"
            + " 0000000000000000FFFF00000902010A:1F90 01 00000000:00000000 00:00000000 00000000 1000 0 4711 1 x 20 4 0\n";
    /** The proxy's own connection, from the same local port, of another process. */
    private static final String OF_PROXY =
            "   1: 0201010A:9C40 0902010A:3AA0 01 00000000:00000000 00:00000000 00000000 1000 0 4712 1 x 20 4 0\n";

    @TempDir
    private Path proc = Path.of("");

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.createDirectories(proc.resolve("self/fd"));
        Files.createSymbolicLink(proc.resolve("self/fd/7"), Path.of("socket:[4711]"));
        Files.createSymbolicLink(proc.resolve("self/fd/8"), Path.of("pipe:[1]"));
    }

    private List<IpAddress> peers(String tcp, String tcp6) throws IOException {
        Files.writeString(proc.resolve("net/tcp"), HEADING + tcp);
        Files.writeString(proc.resolve("net/tcp6"), HEADING + tcp6);
        InetSocketAddress local = new InetSocketAddress(InetAddress.ofLiteral("10.1.1.2"), 40000);
        return new Witness(proc, ByteOrder.LITTLE_ENDIAN).peerOf(local).stream().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "04", "05", "08"})
    void showsTheServiceWhereNothingRewroteIt(String state) throws IOException {
        assertThat(peers(TO_SERVICE.formatted(state), "")).containsExactly(IpAddress.parse("10.96.0.10"));
    }

    @Test
    void showsThePodBehindASocketLoadBalancer() throws IOException {
        assertThat(peers("", TO_POD)).containsExactly(IpAddress.parse("10.1.2.9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "06", "0A", "07"})
    void showsNothingThatIsNotConnected(String state) throws IOException {
        assertThat(peers(TO_SERVICE.formatted(state), "")).isEmpty();
    }

    @Test
    void takesNoOtherProcessForItself() throws IOException {
        assertThat(peers(OF_PROXY + TO_SERVICE.formatted("01"), "")).containsExactly(IpAddress.parse("10.96.0.10"));
        assertThat(peers(OF_PROXY, "")).isEmpty();
    }

    @Test
    void survivesWhatIsNoRow() throws IOException {
        assertThat(peers("garbage\n  1: zz:zz zz:zz 01 0 0 0 0 0 0\n", "\n\n")).isEmpty();
    }

    @Test
    void readsIpv6InTheMachinesOwnOrder() throws IOException {
        Files.writeString(proc.resolve("net/tcp"), HEADING);
        // fd00:1::2 port 40000 to fd00:2::9 port 80, words of a little-endian machine
        Files.writeString(
                proc.resolve("net/tcp6"),
                HEADING + "   0: 010000FD000000000000000002000000:9C40 020000FD000000000000000009000000:0050 01"
                        + " 00000000:00000000 00:00000000 00000000 1000 0 4711 1 x 20 4 0\n");

        assertThat(new Witness(proc, ByteOrder.LITTLE_ENDIAN)
                        .peerOf(new InetSocketAddress(InetAddress.ofLiteral("fd00:1::2"), 40000)))
                .contains(IpAddress.parse("fd00:2::9"));
    }
}

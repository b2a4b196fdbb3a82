package io.ambientprober.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.lab.net.Netns;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Verdict;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Token;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pod that is none of the prober's, and needs no rights, makes a noise on the node of a path: the path's verdict stays what it was. */
@Tag("root")
@Timeout(180)
class FloodTest {
    private static final String NODE = "node-2";
    private static final int HBONE = 15008;
    private static final int OPEN = 8080;
    private static final int LARGE = 60_000;
    private static final String FOREIGN_RUN = "0000FXD0FXD0";

    @TempDir
    private Path evidence;

    /** What a stranger does to a server of the prober. */
    enum Flood {
        REFUSED_CONNECTS {
            @Override
            void on(Netns stranger, InetAddress server, InetAddress other) throws IOException {
                stranger.inside(() -> {
                    for (int i = 0; i < 40_000; i++) {
                        connect(new InetSocketAddress(server, HBONE));
                    }
                    return true;
                });
            }
        },
        LARGE_DATAGRAMS {
            @Override
            void on(Netns stranger, InetAddress server, InetAddress other) throws IOException {
                datagrams(stranger, server, 768);
            }
        },
        FRAGMENTS_BETWEEN_STRANGERS {
            @Override
            void on(Netns stranger, InetAddress server, InetAddress other) throws IOException {
                datagrams(stranger, other, 2000);
            }
        },
        LONG_ANSWER {
            @Override
            void on(Netns stranger, InetAddress server, InetAddress other) throws IOException {
                try (SocketChannel channel = stranger.inside(SocketChannel::open)) {
                    channel.connect(new InetSocketAddress(server, OPEN));
                    channel.write(ask());
                    ByteBuffer answer = ByteBuffer.allocate(1 << 16);
                    while (channel.read(answer.clear()) >= 0) {
                        // to the end
                    }
                }
            }
        },
        SLOW_READERS {
            @Override
            void on(Netns stranger, InetAddress server, InetAddress other) throws IOException {
                List<SocketChannel> slow = stranger.inside(() -> {
                    List<SocketChannel> channels = new ArrayList<>();
                    for (int i = 0; i < 1500; i++) {
                        SocketChannel channel = SocketChannel.open();
                        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
                        channels.add(channel);
                    }
                    return channels;
                });
                for (SocketChannel channel : slow) {
                    channel.connect(new InetSocketAddress(server, OPEN));
                    write(channel);
                }
                OPENED.addAll(slow);
            }
        };

        abstract void on(Netns stranger, InetAddress server, InetAddress other) throws IOException;
    }

    /** They read nothing until the run is over. */
    private static final List<SocketChannel> OPENED = new ArrayList<>();

    private static void connect(InetSocketAddress where) throws IOException {
        try (SocketChannel channel = SocketChannel.open()) {
            channel.connect(where);
            throw new IllegalStateException("somebody listens at " + where);
        } catch (ConnectException e) {
            // as it should be
        }
    }

    private static void write(SocketChannel channel) {
        try {
            channel.write(ask());
        } catch (IOException e) {
            // it had to go already
        }
    }

    private static ByteBuffer ask() {
        String token = "AP1-" + FOREIGN_RUN + "-0001-00000000C\n";
        assertThat(token).hasSize(Token.LENGTH);
        return StandardCharsets.US_ASCII.encode(
                "POST /canary/0001/00000000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                        + "Content-Length: 32\r\nX-Canary-Response-Bytes: 16777216\r\n\r\n" + token);
    }

    private static void datagrams(Netns from, InetAddress to, int count) throws IOException {
        try (DatagramChannel channel = from.inside(DatagramChannel::open)) {
            InetSocketAddress where = new InetSocketAddress(to, 5000);
            for (int i = 0; i < count; i++) {
                channel.send(ByteBuffer.allocate(LARGE), where);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void costsNobodyElseAVerdict(Flood flood) throws Exception {
        Report report;
        IpAddress stranger;
        Scenario healthy = Scenarios.ALL.getFirst();
        try (Lab lab = Lab.open(Jvms.withoutCaches());
                Strangers strangers = Strangers.on(lab)) {
            stranger = strangers.loud().ip(true);
            report = new ScenarioRunner(
                            lab,
                            evidence,
                            event -> {},
                            (where, traits) -> new ChangedSite(
                                    new LabSite(where, traits), new FloodedClients(flood, strangers)::start))
                    .run(healthy)
                    .report();
        } finally {
            for (SocketChannel channel : OPENED) {
                channel.close();
            }
            OPENED.clear();
        }

        boolean dropped = report.taps().stream().anyMatch(tap -> lost(tap.tap()) > 0);
        if (dropped) {
            assertThat(report.paths())
                    .flatExtracting(path -> path.verdict().encryption().findings())
                    .anySatisfy(finding -> assertThat(finding).contains(" of " + stranger));
        } else {
            assertThat(report.paths())
                    .extracting(path -> encryption(path.verdict()))
                    .containsOnly(Verdict.PASS, Verdict.EXPECTED);
        }
        Report again = Judgement.of(
                Analysis.ofPlan(evidence.resolve(healthy.name()).resolve("plan.json"), VxlanPorts.usual()),
                FailOn.FAIL);
        assertThat(again.paths())
                .extracting(path -> path.verdict().encryption().reason())
                .isEqualTo(report.paths().stream()
                        .map(path -> path.verdict().encryption().reason())
                        .toList());
    }

    private static long lost(Tap tap) {
        return tap.kernelDropped() + tap.interfaceDropped();
    }

    private static Verdict encryption(PathVerdict path) {
        return path.encryption().verdict();
    }

    /** Two pods on one node. */
    private record Strangers(Pod loud, Pod quiet) implements AutoCloseable {
        static Strangers on(Lab lab) throws IOException {
            Node node = lab.network().node(NODE);
            return new Strangers(
                    lab.network().pod("stranger-1", node), lab.network().pod("stranger-2", node));
        }

        @Override
        public void close() throws IOException {
            loud.close();
            quiet.close();
        }
    }

    /** A lab is flooded when the agents capture, before the first client. */
    private static final class FloodedClients {
        private final Flood flood;
        private final Strangers strangers;
        private boolean flooded;

        FloodedClients(Flood flood, Strangers strangers) {
            this.flood = flood;
            this.strangers = strangers;
        }

        ClientRun start(Ready usual, ClientPlace place, CanaryOrder order, Duration timeout) throws SiteException {
            synchronized (this) {
                if (!flooded) {
                    flooded = true;
                    flood(server(usual.servers()));
                }
            }
            return usual.startClient(place, order, timeout);
        }

        private static IpAddress server(List<ServerPlace> servers) {
            return servers.stream()
                    .filter(place -> place.order().zone() == Zone.PLAIN
                            && place.order().node().equals(NODE))
                    .map(place -> place.server().ips().getFirst())
                    .findFirst()
                    .orElseThrow();
        }

        private void flood(IpAddress server) throws SiteException {
            try {
                flood.on(
                        strangers.loud().netns(),
                        address(server),
                        address(strangers.quiet().ip(true)));
            } catch (IOException e) {
                throw new SiteException("the flood did not come: " + e.getMessage(), e);
            }
        }

        private static InetAddress address(IpAddress ip) {
            return InetAddress.ofLiteral(ip.toString());
        }
    }
}

package io.ambientprober.verdict;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.DirectSurplus;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A path of four canaries, from a client on n1 to a server on n2, and of what was seen of it no more than a test adds. */
final class Sight {
    static final String CLIENT = "10.0.1.2";
    static final String SERVER = "10.0.2.2";
    static final String VIP = "10.96.0.10";

    final List<Seen<ClearEvidence>> clear = new ArrayList<>();
    final List<Seen<LoopbackEvidence>> loopback = new ArrayList<>();
    final List<Seen<Connection>> direct = new ArrayList<>();
    final List<Seen<Connection>> toWaypoint = new ArrayList<>();
    final List<Seen<Connection>> fromWaypoint = new ArrayList<>();
    final List<Seen<Connection>> bare = new ArrayList<>();
    final List<LegAccount> accounts = new ArrayList<>();
    final List<ControlCheck> controls = new ArrayList<>();
    final List<TapCheck> taps = new ArrayList<>();
    final List<Seen<NodeEncryption>> nodeEncryption = new ArrayList<>();
    DirectSurplus surplus = new DirectSurplus(0, 0);
    Expectation expect = Expectation.ENCRYPTED;

    @Nullable
    CanaryOutcome outcome = outcome(4, 4, VIP);

    @Nullable
    Handshake handshake;

    private List<String> waypoints = List.of();

    static CanaryOutcome outcome(int connected, int delivered, String... peers) {
        return new CanaryOutcome(connected, delivered, ips(peers), null, null);
    }

    private static List<IpAddress> ips(String... ips) {
        return Stream.of(ips).map(IpAddress::parse).toList();
    }

    void throughWaypoint(String... ips) {
        waypoints = List.of(ips);
    }

    PathFacts facts() {
        return new PathFacts(
                new ProbePath(
                        "0001",
                        "n1 to n2",
                        expect,
                        new Client("a", "client", "n1", ips(CLIENT), true),
                        new Server("b", "server", "n2", ips(SERVER), 8080, true),
                        new Service("server", ips(VIP), 80),
                        waypoints.isEmpty() ? null : new Waypoint(ips(waypoints.toArray(String[]::new))),
                        new Canary(4, 1000, 3000),
                        outcome,
                        handshake),
                new PathEvidence(
                        clear,
                        loopback,
                        direct,
                        toWaypoint,
                        fromWaypoint,
                        bare,
                        accounts,
                        surplus,
                        controls,
                        taps,
                        nodeEncryption));
    }

    List<String> findings(EncryptionReason reason) {
        return EncryptionFindings.of(facts(), reason);
    }

    List<String> findings(ServicePathReason reason) {
        return ServicePathFindings.of(facts(), reason);
    }
}

package io.ambientprober.report;

import static io.ambientprober.wire.Direction.CLIENT_TO_SERVER;
import static io.ambientprober.wire.Direction.SERVER_TO_CLIENT;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.CanaryRead;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.LegAccount.Gap;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.DirectSurplus;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.Abort;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.Provenance;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.PolicyReason;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.ServicePathReason;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reports as runs end with them: one that passes, one that fails behind a mask, one that cannot tell, one that never began. */
public final class SampleReports {
    private static final DirectSurplus NO_SURPLUS = new DirectSurplus(0, 0);
    private static final IpAddress CLIENT = IpAddress.parse("10.1.1.2");
    private static final IpAddress SERVER = IpAddress.parse("10.1.2.2");
    private static final IpAddress VIP = IpAddress.parse("10.96.0.10");
    private static final long NOON = 1_795_521_600_000_000_000L;

    private static final List<TapReport> WHOLE =
            List.of(tap("node-1", 1234, 0, List.of()), tap("node-2", 1198, 0, List.of()));
    private static final List<TapReport> LOSSY =
            List.of(tap("node-1", 1234, 0, List.of("The last packet is cut off.")), tap("node-2", 1161, 37, List.of()));

    private SampleReports() {}

    public static Report passing() {
        PathVerdict verdict = new PathVerdict(
                path("0001", "node-1 to node-2", outcome(VIP, false, true), new Handshake(true, spiffe())),
                ruling(EncryptionReason.HBONE),
                ruling(ServicePathReason.SERVICE),
                ruling(PolicyReason.ENFORCED));
        return new Report(
                "7Z3K9QWM2TXB",
                FailOn.FAIL,
                List.of(control(WHOLE), new PathReport(verdict, hbone(true))),
                WHOLE,
                List.of(),
                Map.of("istio", "1.27.0", "cni", "istio-cni", "prober", "0.1.0"),
                "",
                new Provenance(
                        Instant.parse("2026-11-24T12:00:00Z"),
                        Instant.parse("2026-11-24T12:00:42Z"),
                        "prober run --report html=report.html"),
                null);
    }

    public static Report masked() {
        PathVerdict verdict = new PathVerdict(
                path("0001", "node-1 to node-2", outcome(SERVER, false, false), null),
                new Ruling<>(
                        EncryptionReason.PLAINTEXT_MASKED,
                        List.of(
                                "The token was read in the clear in 12 packets on node-1, first in packet 17 of tap node-1.",
                                "The denied port could not be reached; the identity port could not either.")),
                ruling(ServicePathReason.NOT_ENCRYPTED),
                ruling(PolicyReason.MASKING));
        return new Report(
                "7Z3K9QWM2TXB",
                FailOn.FAIL,
                List.of(control(WHOLE), passingPath(), new PathReport(verdict, leak())),
                WHOLE,
                List.of(
                        new Cause(
                                "socket-lb",
                                "kube-proxy-replacement is on and bpf-lb-sock-hostns-only is not.",
                                "set socketLB.hostNamespaceOnly=true and restart the cilium pods",
                                "ConfigMap kube-system/cilium-config",
                                List.of("service-lost", "waypoint-bypassed", "plaintext-masked"),
                                "docs/causes.md#socket-lb"),
                        new Cause(
                                "ztunnel",
                                "no ztunnel pod on node-7",
                                "bring DaemonSet ztunnel to ready on the node",
                                "pods with label app=ztunnel",
                                List.of("plaintext-masked"),
                                "docs/causes.md#ztunnel",
                                List.of("node-7"),
                                List.of()),
                        new Cause(
                                "unreadable",
                                "peerauthentications in probe-b could not be read (no right to)",
                                "grant list peerauthentications in probe-b",
                                "peerauthentications in probe-b",
                                List.of(),
                                "docs/causes.md#unreadable")),
                Map.of(),
                "",
                Provenance.UNKNOWN,
                null);
    }

    public static Report inconclusive() {
        PathVerdict verdict = new PathVerdict(
                path("0001", "node-1 to node-2", outcome(SERVER, null, null), null),
                new Ruling<>(EncryptionReason.DROPPED, List.of("Tap node-2 lost 37 packets.")),
                new Ruling<>(
                        ServicePathReason.SERVICE_LOST,
                        List.of("The client's kernel showed 10.1.2.2 as its peer, a pod IP.")),
                null);
        return new Report(
                "7Z3K9QWM2TXB",
                FailOn.FAIL,
                List.of(new PathReport(verdict, hbone(false)), control(LOSSY)),
                List.of(
                        LOSSY.getFirst(),
                        LOSSY.getLast(),
                        new TapReport(new Tap("node-3", "node-3", "node-3.pcap", "LINUX_SLL2", 0, 0, 0), null)),
                List.of(),
                Map.of(),
                "",
                Provenance.UNKNOWN,
                null);
    }

    public static Report aborted() {
        return Report.aborted(
                new Abort(
                        "servers",
                        "pod ambient-prober-mesh/ap-x-server-0 is not ready in time: Unhealthy: Readiness probe failed: timeout"),
                List.of(new Cause(
                        "network-policy",
                        "NetworkPolicy ambient-prober-mesh/default-deny lets no probe from 169.254.7.127 in",
                        "let ipBlock 169.254.7.127/32 in",
                        "NetworkPolicies of the canaries' namespaces",
                        List.of("no-outcome"),
                        "docs/causes.md#network-policy")),
                Map.of("prober", "0.1.0"),
                new Provenance(Instant.parse("2026-11-24T12:00:00Z"), Instant.parse("2026-11-24T12:01:30Z"), ""));
    }

    /** As a report.json has it. */
    public static String json(@Nullable Report report) {
        return ReportJson.of(Objects.requireNonNull(report));
    }

    /** The masked report with this text in every place that input or the wire can fill. */
    public static Report named(String hostile) {
        ProbePath path = path("0001", hostile, outcome(SERVER, false, false), new Handshake(false, hostile));
        PathVerdict verdict = new PathVerdict(
                path,
                new Ruling<>(EncryptionReason.PLAINTEXT, List.of(hostile)),
                ruling(ServicePathReason.NOT_ENCRYPTED),
                null);
        return new Report(
                hostile,
                FailOn.FAIL,
                List.of(new PathReport(verdict, leak())),
                List.of(tap(hostile, 1, 1, List.of(hostile))),
                List.of(new Cause(hostile, hostile, hostile, hostile, List.of(hostile), hostile)),
                Map.of(hostile, hostile),
                hostile,
                new Provenance(null, null, hostile),
                null);
    }

    /** A ring over many nodes, two paths each; every seventh path leaks. */
    public static Report large(int nodes) {
        List<PathReport> paths = new ArrayList<>();
        for (int i = 0; i < 2 * nodes; i++) {
            String from = "node-" + i / 2;
            String to = i % 2 == 0 ? from : "node-" + (i / 2 + 1) % nodes;
            paths.add(i % 7 == 0 ? leaking(i, from, to) : encrypted(i, from, to));
        }
        return new Report("7Z3K9QWM2TXB", FailOn.FAIL, paths, WHOLE, List.of(), Map.of(), "", Provenance.UNKNOWN, null);
    }

    private static PathReport leaking(int number, String from, String to) {
        return new PathReport(
                new PathVerdict(
                        between(number, from, to),
                        new Ruling<>(EncryptionReason.PLAINTEXT, List.of("The token was read in the clear.")),
                        ruling(ServicePathReason.NOT_ENCRYPTED),
                        null),
                leak());
    }

    private static PathReport encrypted(int number, String from, String to) {
        return new PathReport(
                new PathVerdict(
                        between(number, from, to),
                        ruling(EncryptionReason.HBONE),
                        ruling(ServicePathReason.SERVICE),
                        null),
                hbone(true));
    }

    private static ProbePath between(int number, String from, String to) {
        String id = HexFormat.of().toHexDigits((short) number);
        ProbePath path = path(id, from + " to " + to, outcome(VIP, false, true), null);
        return new ProbePath(
                id,
                path.name(),
                path.expect(),
                new Client("probe-a", "client-" + id, from, List.of(CLIENT), true),
                new Server("probe-b", "server-" + to, to, List.of(SERVER), 8080, true),
                path.service(),
                null,
                path.canary(),
                path.outcome(),
                null);
    }

    private static PathReport control(List<TapReport> taps) {
        CanaryOutcome outcome = new CanaryOutcome(4, 4, List.of(IpAddress.parse("10.96.0.99")), null, null);
        ProbePath path = new ProbePath(
                "00ff",
                "control",
                Expectation.PLAINTEXT,
                new Client("plain", "control-client", "node-1", List.of(IpAddress.parse("10.1.1.9")), false),
                new Server("plain", "control-server", "node-2", List.of(IpAddress.parse("10.1.2.9")), 8080, false),
                new Service("control", List.of(IpAddress.parse("10.96.0.99")), 80),
                null,
                new Canary(4, 16384, 16384),
                outcome,
                null);
        PathVerdict verdict = new PathVerdict(
                path, ruling(EncryptionReason.PLAINTEXT_EXPECTED), ruling(ServicePathReason.NOT_IN_MESH), null);
        PathEvidence evidence = new PathEvidence(
                List.of(clear("node-1", "00ff", List.of()), clear("node-2", "00ff", List.of())),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                NO_SURPLUS,
                controls(),
                checks(taps),
                List.of());
        return new PathReport(verdict, evidence);
    }

    private static PathReport passingPath() {
        PathVerdict verdict = new PathVerdict(
                path("0002", "node-2 to node-1", new CanaryOutcome(4, 3, List.of(VIP), false, true), null),
                new Ruling<>(EncryptionReason.HBONE, List.of("1 of 4 connections got no answer.")),
                ruling(ServicePathReason.SERVICE),
                ruling(PolicyReason.ENFORCED));
        return new PathReport(verdict, hbone(true));
    }

    private static PathEvidence leak() {
        Sighting sighting = new Sighting(
                "node-1",
                17,
                12,
                NOON + 123_456_789,
                "tcp",
                CLIENT,
                40312,
                SERVER,
                8080,
                List.of("vxlan 42"),
                3,
                CLIENT_TO_SERVER,
                "POST /canary/0001/00000003 HTTP/1.1\\r\\n");
        Framing clear = new Framing.NotTls("HTTP/1 request", 17, "POST /canary", 0);
        return new PathEvidence(
                List.of(clear("node-1", "0001", List.of(sighting))),
                List.of(new Seen<>("node-2", new LoopbackEvidence("0001", 16, new PacketRef("node-2", 3, NOON)))),
                List.of(),
                List.of(),
                List.of(),
                List.of(new Seen<>("node-1", connection(8080, true, TlsFacts.NONE, clear))),
                List.of(new LegAccount("client to server", nothing(), nothing())),
                NO_SURPLUS,
                controls(),
                checks(WHOLE),
                List.of(new Seen<>(
                        "node-1",
                        new NodeEncryption(NodeEncryption.Kind.WIREGUARD, 133, new PacketRef("node-1", 19, NOON)))));
    }

    private static PathEvidence hbone(boolean whole) {
        TlsFacts tls = new TlsFacts(
                new ClientHello(List.of(0x0304), List.of(0x1302, 0x1301), List.of("h2"), null),
                new ServerHello(0x0304, 0x1302, null),
                false,
                false,
                false,
                List.of(new TlsFacts.Alert(SERVER_TO_CLIENT, 1, 0)));
        long captured = whole ? 65960 : 31337;
        Framing framing = new Framing.Tls(
                true,
                71,
                new ApplicationData(66, captured + 66 * 26, List.of(873, 105, 311), ApplicationData.Small.NONE));
        return new PathEvidence(
                List.of(),
                List.of(),
                List.of(new Seen<>("node-1", connection(15008, false, tls, framing))),
                List.of(),
                List.of(),
                List.of(),
                List.of(new LegAccount(
                        "client to server", sum("node-1", captured, whole), sum("node-2", captured, whole))),
                NO_SURPLUS,
                controls(),
                checks(whole ? WHOLE : LOSSY),
                List.of());
    }

    private static LegAccount.Sum nothing() {
        return new LegAccount.Sum(List.of(), 65536, 0, 16384, 2048, List.of());
    }

    private static LegAccount.Sum sum(String node, long captured, boolean whole) {
        List<Gap> gaps = whole
                ? List.of()
                : List.of(new Gap(Gap.Kind.MISSING, node, CLIENT, 40312, SERVER, 15008, CLIENT_TO_SERVER, 34199));
        return new LegAccount.Sum(List.of(node), 65536, captured, 16384, 2048, gaps);
    }

    private static Connection connection(int port, boolean clear, TlsFacts tls, Framing framing) {
        Half half = new Half(80, 70514, 0, 0, 0, false, 99, 77, framing);
        return new Connection(
                CLIENT,
                40312,
                SERVER,
                port,
                new PacketRef("node-1", 11, NOON),
                new PacketRef("node-1", 171, NOON + 2_000_000_000),
                true,
                true,
                false,
                clear,
                clear ? List.of(new CanaryRead("0001", 3, CLIENT_TO_SERVER)) : List.of(),
                List.of(),
                tls,
                half,
                half);
    }

    private static Seen<ClearEvidence> clear(String node, String id, List<Sighting> sightings) {
        return new Seen<>(node, new ClearEvidence(id, true, false, 12, 4, 4, sightings));
    }

    private static List<ControlCheck> controls() {
        return List.of(new ControlCheck("node-1", "IPv4", true), new ControlCheck("node-2", "IPv4", true));
    }

    private static List<TapCheck> checks(List<TapReport> taps) {
        return taps.stream().map(TapReport::check).toList();
    }

    private static TapReport tap(String id, long packets, long dropped, List<String> notes) {
        return new TapReport(
                new Tap(id, id, id + ".pcap", "LINUX_SLL2", packets, dropped, 0),
                new TapReading(id, packets, packets * 700, NOON, NOON + 5_000_000_000L, 0, notes, List.of()));
    }

    private static ProbePath path(String id, String name, CanaryOutcome outcome, @Nullable Handshake handshake) {
        return new ProbePath(
                id,
                name,
                Expectation.ENCRYPTED,
                new Client("probe-a", "client-" + id, "node-1", List.of(CLIENT), true),
                new Server("probe-b", "server-node-2", "node-2", List.of(SERVER), 8080, true),
                new Service("server-node-2", List.of(VIP), 80),
                null,
                new Canary(4, 16384, 16384),
                outcome,
                handshake);
    }

    private static CanaryOutcome outcome(IpAddress peer, @Nullable Boolean denied, @Nullable Boolean identity) {
        return new CanaryOutcome(4, 4, List.of(peer), denied, identity);
    }

    private static String spiffe() {
        return "spiffe://cluster.local/ns/probe-b/sa/server";
    }

    private static <R extends Reason> Ruling<R> ruling(R reason) {
        return new Ruling<>(reason, List.of());
    }
}

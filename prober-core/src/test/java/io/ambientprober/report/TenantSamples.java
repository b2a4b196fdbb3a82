package io.ambientprober.report;

import io.ambientprober.flow.Looks;
import io.ambientprober.flow.Traffic;
import io.ambientprober.plan.PodName;
import io.ambientprober.report.model.Checks;
import io.ambientprober.report.model.CoverageReport;
import io.ambientprober.report.model.Report;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.statement.Share;
import io.ambientprober.statement.Share.Gap;
import io.ambientprober.verdict.Flow;
import io.ambientprober.verdict.Flow.Ends;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.FromOutside;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Ruling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reports about pods and flows. */
public final class TenantSamples {
    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant TOMORROW = Instant.parse("2026-11-25T11:58:00Z");

    private TenantSamples() {}

    /** Canaries pass; a pod that was there before lost its redirection, and sends past HBONE while all say that it is in the mesh. */
    public static Report lostRedirection() {
        List<PodVerdict> pods = List.of(
                pod("mesh", "client-1", "node-1", "Deployment/client", PodReason.HBONE, TOMORROW),
                pod("mesh", "server-7c9f-x2x8k", "node-2", "Deployment/server", PodReason.HBONE, TOMORROW),
                pod("shop", "cart-0", "node-1", "StatefulSet/cart", PodReason.EXPIRING, NOON.plusSeconds(1800)),
                new PodVerdict(
                        new PodName("shop", "cart-1"),
                        "node-2",
                        "StatefulSet/cart",
                        new Ruling<>(PodReason.STARTING, List.of()),
                        "",
                        null,
                        null,
                        null),
                new PodVerdict(
                        new PodName("shop", "front-5d8f-9zq2x"),
                        "node-2",
                        "Deployment/front",
                        new Ruling<>(PodReason.HBONE_REFUSED, List.of("refused: 10.1.2.9:15008 answered RST, twice")),
                        "enabled",
                        "HBONE",
                        null,
                        null));
        List<FlowVerdict> flows = List.of(
                flow("mesh/Deployment/other", "mesh/Deployment/server", 15008, new Traffic(40, 900, 61_000)),
                new FlowVerdict(
                        new Flow(
                                "mesh/Deployment/client",
                                "mesh/Deployment/server",
                                8080,
                                Ends.KNOWN,
                                Traffic.NONE,
                                new Traffic(12, 240, 18_400),
                                new Looks(11, 0, 1),
                                11,
                                List.of(),
                                NOON,
                                NOON.plusSeconds(9)),
                        new Ruling<>(
                                FlowReason.PAST_HBONE,
                                List.of(
                                        "12 connections with 18400 bytes of payload past HBONE: 11 in the clear, 1 nothing that could be told",
                                        "mesh/client-1 (10.1.1.2 on node-1, annotation enabled) to mesh/server-7c9f-x2x8k (10.1.2.2 on node-2, annotation enabled)"))),
                new FlowVerdict(
                        new Flow(
                                "shop/StatefulSet/cart",
                                "mesh/Deployment/server",
                                15008,
                                Ends.KNOWN,
                                new Traffic(2, 20, 900),
                                Traffic.NONE,
                                Looks.NONE,
                                0,
                                List.of("node-1 lost 3 packets"),
                                NOON,
                                NOON.plusSeconds(2)),
                        new Ruling<>(FlowReason.DROPPED, List.of("node-1 lost 3 packets"))),
                new FlowVerdict(
                        new Flow(
                                "mesh/Deployment/client",
                                "shop/Deployment/front",
                                9090,
                                Ends.DECLARED,
                                Traffic.NONE,
                                new Traffic(1, 9, 512),
                                new Looks(0, 1, 0),
                                0,
                                List.of(),
                                NOON,
                                NOON),
                        new Ruling<>(FlowReason.DECLARED, List.of())));
        List<FromOutside> outside = List.of(
                new FromOutside("plain/Deployment/legacy", "mesh/Deployment/server", 8080, 31, new Looks(31, 0, 0)),
                new FromOutside("203.0.113.7", "shop/Deployment/front", 8443, 4, new Looks(0, 4, 0)));
        return new Revision(SampleReports.passing())
                .asking(
                        new Checks(null, new Asked<>(pods), new Asked<>(new FlowVerdicts(flows, outside))),
                        new CoverageReport(
                                share(2, 3, new Gap("node-3", "it is not ready")),
                                share(2, 3, new Gap("locked", "no right to list pods")),
                                share(4, 7, new Gap("shop/cart-1 on node-2", "The pod is younger than ten seconds.")),
                                share(
                                        2,
                                        4,
                                        new Gap("mesh/Deployment/client to shop/Deployment/front:9090", "declared"))));
    }

    /** Nothing but flows was asked, and everything passes. */
    public static Report onlyFlows() {
        List<FlowVerdict> flows =
                List.of(flow("mesh/Deployment/client", "mesh/Deployment/server", 15008, new Traffic(1, 20, 4_000)));
        return new Revision(new Revision(SampleReports.passing()).of(List.of()))
                .asking(
                        new Checks(
                                "--only flows",
                                new NotAsked<>("--only flows"),
                                new Asked<>(new FlowVerdicts(
                                        flows,
                                        List.of(new FromOutside(
                                                "plain/Pod/legacy",
                                                "mesh/Deployment/server",
                                                8080,
                                                1,
                                                new Looks(0, 0, 1)))))),
                        new CoverageReport(share(2, 2), share(1, 1), new NotAsked<>("--only flows"), share(1, 1)));
    }

    /** As many pods, and as many pairs of workloads; every one in a hundred fails. */
    public static Report large(int pods) {
        List<PodVerdict> list = new ArrayList<>();
        List<FlowVerdict> flows = new ArrayList<>();
        for (int i = 0; i < pods; i++) {
            String namespace = "namespace-of-team-" + i % 120;
            String workload = "Deployment/some-service-" + i / 4;
            PodReason reason = i % 100 == 7 ? PodReason.HBONE_REFUSED : PodReason.HBONE;
            list.add(pod(
                    namespace,
                    "some-service-" + i / 4 + "-7c9f8d6b5-x2x" + i,
                    "node-" + i % 300,
                    workload,
                    reason,
                    TOMORROW));
            String client = namespace + "/" + workload;
            String server = "namespace-of-team-" + i % 7 + "/Deployment/some-other-service-" + i;
            flows.add(
                    i % 100 == 7
                            ? past(client, server)
                            : flow(client, server, 15008, new Traffic(i, 20L * i, 4_000L * i)));
        }
        return new Revision(SampleReports.passing())
                .asking(
                        new Checks(null, new Asked<>(list), new Asked<>(new FlowVerdicts(flows, List.of()))),
                        new CoverageReport(share(300, 300), share(120, 120), share(pods, pods), share(pods, pods)));
    }

    /** With this text in every place that a cluster can fill. */
    public static Report named(String hostile) {
        PodVerdict pod = new PodVerdict(
                new PodName(hostile, hostile),
                hostile,
                hostile,
                new Ruling<>(PodReason.FOREIGN_IDENTITY, List.of(hostile)),
                hostile,
                hostile,
                hostile,
                NOON);
        FlowVerdict flow = new FlowVerdict(
                new Flow(
                        hostile,
                        hostile,
                        1,
                        Ends.KNOWN,
                        Traffic.NONE,
                        Traffic.NONE,
                        Looks.NONE,
                        1,
                        List.of(hostile),
                        null,
                        null),
                new Ruling<>(FlowReason.PAST_HBONE, List.of(hostile)));
        Checks checks = new Checks(
                hostile,
                new Asked<>(List.of(pod)),
                new Asked<>(
                        new FlowVerdicts(List.of(flow), List.of(new FromOutside(hostile, hostile, 1, 1, Looks.NONE)))));
        return new Revision(SampleReports.named(hostile))
                .asking(
                        checks,
                        new CoverageReport(
                                share(0, 1, new Gap(hostile, hostile)),
                                new NotAsked<>(hostile),
                                share(1, 1),
                                share(1, 1)));
    }

    public static PodVerdict pod(
            String namespace, String name, String node, String workload, PodReason reason, Instant notAfter) {
        return new PodVerdict(
                new PodName(namespace, name),
                node,
                workload,
                new Ruling<>(reason, List.of()),
                "enabled",
                "HBONE",
                "spiffe://cluster.local/ns/" + namespace + "/sa/default",
                notAfter);
    }

    public static FlowVerdict flow(String client, String server, int port, Traffic hbone) {
        return new FlowVerdict(
                new Flow(client, server, port, Ends.KNOWN, hbone, Traffic.NONE, Looks.NONE, 0, List.of(), NOON, NOON),
                new Ruling<>(FlowReason.HBONE, List.of()));
    }

    public static FlowVerdict past(String client, String server) {
        return new FlowVerdict(
                new Flow(
                        client,
                        server,
                        8080,
                        Ends.KNOWN,
                        Traffic.NONE,
                        new Traffic(12, 240, 18_400),
                        new Looks(12, 0, 0),
                        12,
                        List.of(),
                        NOON,
                        NOON),
                new Ruling<>(
                        FlowReason.PAST_HBONE, List.of("12 of 12 connections came in by the client's own device")));
    }

    private static Section<Share> share(int covered, int of, Gap... not) {
        return new Asked<>(new Share(covered, of, List.of(not)));
    }
}

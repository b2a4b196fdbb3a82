package io.ambientprober.verdict;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.FlowsRecord;
import io.ambientprober.flow.Holder;
import io.ambientprober.flow.Holder.Enrolled;
import io.ambientprober.flow.Holder.Outside;
import io.ambientprober.flow.Holder.Unclear;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.flow.PodTimeline;
import io.ambientprober.plan.Plan;
import io.ambientprober.verdict.Flow.Ends;
import io.ambientprober.wire.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What nodes counted by addresses, joined to the pods that had them. */
final class FlowTable {
    /** Where istio-cni has kubelet probes of enrolled pods come from (istio, cni: HOST_PROBE_SNAT_IP and HOST_PROBE_SNAT_IPV6). */
    private static final Set<IpAddress> PROBES =
            Set.of(IpAddress.parse("169.254.7.127"), IpAddress.parse("fd16:9254:7127:1337:ffff:ffff:ffff:ffff"));

    private static final String ANY = "any pod";

    private final FlowsRecord record;
    private final PodTimeline timeline;
    private final CountGaps gaps;
    private final Map<FlowRow.Key, FlowRow> rows = new HashMap<>();
    private final StrictWouldRefuse outside = new StrictWouldRefuse();

    private FlowTable(FlowsRecord record) {
        this.record = record;
        timeline = new PodTimeline(record.pods());
        gaps = new CountGaps(record.nodes());
    }

    static FlowTable of(FlowsRecord record) {
        FlowTable table = new FlowTable(record);
        CountedPair.forEach(record.nodes(), table::add);
        table.silences();
        return table;
    }

    List<FlowRow> rows() {
        return List.copyOf(rows.values());
    }

    List<FromOutside> fromOutside() {
        return outside.list();
    }

    private void add(CountedPair pair) {
        if (isNoEnd(pair.client()) || isNoEnd(pair.server()) || pair.client().equals(pair.server())) {
            return;
        }
        Holder client = timeline.holder(pair.client(), pair.first(), pair.last());
        Holder server = timeline.holder(pair.server(), pair.first(), pair.last());
        switch (server) {
            case Outside _ -> {
                // What leaves the mesh is not a flow within it.
            }
            case Enrolled(EnrolledPod pod) when client instanceof Outside -> entered(client, pod, pair);
            case Unclear _ when client instanceof Outside -> {
                // Nobody can say whose door it was.
            }
            case Enrolled _, Unclear _ -> within(client, server, pair);
        }
    }

    private boolean isNoEnd(IpAddress address) {
        return PROBES.contains(address)
                || record.nodeAddresses().contains(address)
                || record.own().contains(address);
    }

    /** Who speaks HBONE without being enrolled is a gateway or a waypoint. */
    private void entered(Holder client, EnrolledPod server, CountedPair pair) {
        if (pair.port() != Plan.HBONE_PORT && !server.bypass()) {
            FlowCount count = pair.on(server.node()).orElseGet(() -> pair.any().count());
            outside.add(client.name(), Holder.workload(server), count);
        }
    }

    private void within(Holder client, Holder server, CountedPair pair) {
        FlowRow row = row(client.name(), server.name(), pair.port(), ends(client, server, pair.port()));
        row.between(() -> pod(client, pair.client()) + " to " + pod(server, pair.server()));
        if (client instanceof Unclear(String _, String why)) {
            row.unclear(why);
        }
        if (server instanceof Unclear(String _, String why)) {
            row.unclear(why);
        }
        gapsOf(client, pair.client()).forEach(row::gap);
        gapsOf(server, pair.server()).forEach(row::gap);
        count(row, client, pair);
    }

    private FlowRow row(String client, String server, int port, Ends ends) {
        return rows.computeIfAbsent(new FlowRow.Key(client, server, port, ends), FlowRow::new);
    }

    private static Ends ends(Holder client, Holder server, int port) {
        if (server instanceof Enrolled(EnrolledPod pod) && pod.bypass() && port != Plan.HBONE_PORT) {
            return Ends.DECLARED;
        }
        return client instanceof Enrolled && server instanceof Enrolled ? Ends.KNOWN : Ends.UNCLEAR;
    }

    private static String pod(Holder holder, IpAddress address) {
        return switch (holder) {
            case Enrolled(EnrolledPod pod) ->
                pod.pod() + " (" + address + " on " + pod.node() + ", annotation " + annotation(pod) + ")";
            case Unclear(String name, String _) -> name + " (" + address + ")";
            case Outside(String name) -> name;
        };
    }

    private static String annotation(EnrolledPod pod) {
        return pod.redirection().isEmpty() ? "missing" : pod.redirection();
    }

    private List<String> gapsOf(Holder holder, IpAddress address) {
        return holder instanceof Enrolled(EnrolledPod pod) ? gaps.of(pod.node(), address) : List.of();
    }

    /** The node of the client knows best; what only another one saw was perhaps never sent by the client. */
    private static void count(FlowRow row, Holder client, CountedPair pair) {
        FlowCount best = client instanceof Enrolled(EnrolledPod pod)
                ? pair.on(pod.node()).orElse(null)
                : null;
        FlowCount count = best == null ? pair.any().count() : best;
        if (pair.port() == Plan.HBONE_PORT) {
            row.hbone(count);
            return;
        }
        long confirmed = best == null ? 0 : best.ownDevice();
        row.past(count, confirmed);
        if (confirmed < count.traffic().connections()) {
            row.gap((count.traffic().connections() - confirmed)
                    + " connections past HBONE as node "
                    + (best == null ? pair.any().node() : "of the client")
                    + " saw them: begun before the count, not answered, or not come in by the client's own device");
        }
    }

    /** Of a node that saw nothing, or too little, silence is not proof. */
    private void silences() {
        Set<String> told =
                rows.values().stream().flatMap(row -> row.gaps().stream()).collect(Collectors.toSet());
        Map<String, List<PodSpan>> tenants = record.pods().stream()
                .filter(this::isTenant)
                .collect(Collectors.groupingBy(span -> span.pod().node()));
        for (NodeFlows node : record.nodes()) {
            silence(node, tenants.getOrDefault(node.node(), List.of()), told);
        }
    }

    private void silence(NodeFlows node, List<PodSpan> tenants, Set<String> told) {
        if (!tenants.isEmpty()) {
            gaps.of(node.node()).stream()
                    .filter(gap -> !told.contains(gap))
                    .forEach(gap ->
                            row("any pod of " + node.node(), ANY, 0, Ends.KNOWN).gap(gap));
        }
        tenants.stream()
                .filter(span -> gaps.isBlind(node.node(), span.address()))
                .forEach(span -> row(Holder.workload(span.pod()), ANY, 0, Ends.KNOWN)
                        .gap(CountGaps.unseen(node.node(), span.address())));
    }

    private boolean isTenant(PodSpan span) {
        return span.enrolled() && !span.pod().sidecar() && !record.own().contains(span.address());
    }
}

package io.ambientprober.lab.site;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.lab.mesh.Spiffe;
import io.ambientprober.lab.tenant.Caller;
import io.ambientprober.lab.tenant.Speech;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.Tenants;
import io.ambientprober.statement.MeshView;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tenants of a lab as one run finds them, while they send to each other. */
final class LabTenants implements Tenants {
    private final LabRun run;
    private final List<TenantPod> pods;
    private final Listing listing;

    private LabTenants(LabRun run, List<TenantPod> pods, Listing listing) {
        this.run = run;
        this.pods = pods;
        this.listing = listing;
    }

    /** Has them as the run's traits have it, and sending, until the run is over. */
    static LabTenants open(LabRun run, TenantPods tenants) throws IOException {
        Map<String, TenantPod> pods = BreakTenants.of(run, tenants);
        List<EnrolledPod> enrolled = pods.values().stream()
                .map(TenantPod::known)
                .filter(pod -> pod.pod().namespace().equals(TenantPods.NAMESPACE))
                .sorted(Comparator.comparing(pod -> pod.pod().toString()))
                .toList();
        Listing listing = new Listing(
                enrolled,
                Instant.now(),
                new TreeSet<>(Set.of(TenantPods.NAMESPACE)),
                Spiffe.TRUST_DOMAIN,
                run.lab().mesh().authority().certificatePem());
        Speech speech = run.has(Trait.TENANTS_SPEAK_TLS) ? Speech.TLS : Speech.CLEAR;
        call(run, tenants, TenantPods.CLIENT, TenantPods.SERVER, speech);
        call(run, tenants, TenantPods.OTHER_CLIENT, TenantPods.OTHER_SERVER, speech);
        call(run, tenants, TenantPods.OUTSIDER, TenantPods.SERVER, speech);
        return new LabTenants(run, List.copyOf(pods.values()), listing);
    }

    private static void call(LabRun run, TenantPods tenants, String client, String server, Speech speech) {
        Caller caller = Caller.start(
                tenants.get(client).pod().netns(), tenants.get(server).pod().ip(true), speech);
        run.undo().add(caller::close);
    }

    @Override
    public Listing listing() {
        return listing;
    }

    @Override
    public List<EnrolledPod> now() {
        return listing.pods();
    }

    @Override
    public Section<Addresses> addresses() {
        return new Asked<>(new Held());
    }

    /** What the mesh says of some of them. */
    Map<PodName, MeshView> views(Collection<EnrolledPod> some) {
        return pods.stream()
                .filter(pod -> some.contains(pod.known()))
                .map(pod -> run.lab().mesh().says(pod.known(), pod.pod()))
                .collect(Collectors.toMap(MeshView::pod, Function.identity()));
    }

    /** Nothing of it changes while a run lasts. */
    private final class Held implements Addresses {
        @Override
        public List<PodSpan> spans() {
            return pods.stream().flatMap(TenantPod::spans).toList();
        }

        @Override
        public Set<IpAddress> ofNodes() {
            return run.lab().network().nodes().stream()
                    .flatMap(node -> node.ips().stream())
                    .collect(Collectors.toSet());
        }

        @Override
        public Set<IpAddress> own() {
            return run.addresses();
        }

        @Override
        public boolean haveGaps() {
            return false;
        }
    }
}

package io.ambientprober.run;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.enrolled.PodsRecord;
import io.ambientprober.evidence.TenantRecord;
import io.ambientprober.flow.FlowsRecord;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.plan.PodName;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.Surveyed;
import io.ambientprober.run.Tenants.Addresses;
import io.ambientprober.run.Tenants.Listing;
import io.ambientprober.statement.MeshAnswers;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.MeshView;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.statement.Share;
import io.ambientprober.statement.Share.Gap;
import io.ambientprober.wire.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks about the pods that a site has beside those of the run: beside the canaries, and never at their cost. */
final class AskTenants implements AutoCloseable {
    private final RunCourse course;
    private final Surveyed surveyed;
    private final RunAgents agents;
    private final Section<Background<PodsRecord>> sweep;
    private final Section<Tenants> counted;
    private @Nullable CountFlows count;
    private List<NodeFlows> flows = List.of();
    private Map<PodName, MeshView> views = Map.of();

    private AskTenants(RunCourse course, Surveyed surveyed, RunAgents agents) {
        this.course = course;
        this.surveyed = surveyed;
        this.agents = agents;
        sweep = asked(Question.PODS)
                .map(tenants -> Background.begin(
                        "sweep",
                        () -> course.steps().step(Step.PODS, () -> new SweepPods(course, tenants, agents).call())));
        counted = followed(asked(Question.FLOWS));
    }

    /** Begins with the sweep, which goes on beside all that follows. */
    static AskTenants begin(RunCourse course, Surveyed surveyed, RunAgents agents) {
        AskTenants begun = new AskTenants(course, surveyed, agents);
        begun.tell(surveyed.tenants());
        return begun;
    }

    private Section<Tenants> asked(Question question) {
        return course.options().asks(question)
                ? surveyed.tenants()
                : new NotAsked<>(course.options().only());
    }

    private static Section<Tenants> followed(Section<Tenants> tenants) {
        return switch (tenants) {
            case Asked<Tenants>(Tenants there) ->
                there.addresses() instanceof NotAsked<Addresses>(String why) ? new NotAsked<>(why) : tenants;
            case NotAsked<Tenants> none -> none;
        };
    }

    /** That there are pods which one of the questions cannot be asked about. */
    private void tell(Section<Tenants> tenants) {
        if (tenants instanceof Asked
                && counted instanceof NotAsked<Tenants>(String why)
                && course.options().asks(Question.FLOWS)) {
            course.note("flows are not asked about: " + why);
        }
    }

    /** Begins to count, now that agents do whatever comes before. */
    void count() throws SiteException {
        if (counted instanceof Asked<Tenants>(Tenants tenants)) {
            count = CountFlows.begin(course, tenants, agents);
        }
    }

    /**
     * Asks the mesh of canaries and of the pods that were swept, not before the sweep has ended.
     *
     * @param paths of the canaries; none where none were sent
     */
    MeshStatements askMesh(Ready ready, List<ProbePath> paths) throws SiteException {
        List<EnrolledPod> pods =
                swept() instanceof Asked<PodsRecord>(PodsRecord record) ? record.sweptPods() : List.of();
        MeshAnswers answers = new AskMesh(course, ready, surveyed.tenants()).call(paths, pods);
        views = answers.ofOthers();
        return answers.ofCanaries();
    }

    /** Ends the count, not before it was long enough, nor before the sweep has ended: agents are not asked for more then. */
    void endCount() throws SiteException {
        CountFlows begun = count;
        if (begun != null) {
            swept();
            flows = course.steps().step(Step.FLOWS, begun::end);
        }
    }

    /**
     * What was learned.
     *
     * @param paths of the canaries; none where none were sent
     */
    TenantRecord learned(List<ProbePath> paths) throws SiteException {
        Section<PodsRecord> pods = swept().map(record -> record.with(views));
        Section<FlowsRecord> between = switch (counted) {
            case Asked<Tenants>(Tenants tenants) -> flows(tenants, paths);
            case NotAsked<Tenants>(String why) -> new NotAsked<>(why);
        };
        boolean canaries = course.options().asks(Question.CANARIES);
        Listing listing = surveyed.tenants() instanceof Asked<Tenants>(Tenants tenants) ? tenants.listing() : null;
        return new TenantRecord(
                canaries ? null : course.options().only(),
                pods,
                between,
                nodes(),
                listing == null ? Share.NONE : namespaces(listing, pods, paths),
                listing == null
                        ? null
                        : (int) listing.pods().stream()
                                .filter(pod -> !pod.leaving())
                                .count());
    }

    /** Waits until the sweep has ended. */
    private Section<PodsRecord> swept() throws SiteException {
        return switch (sweep) {
            case Asked<Background<PodsRecord>>(Background<PodsRecord> begun) -> new Asked<>(begun.get());
            case NotAsked<Background<PodsRecord>>(String why) -> new NotAsked<>(why);
        };
    }

    private Section<FlowsRecord> flows(Tenants tenants, List<ProbePath> paths) {
        return tenants.addresses().map(addresses -> {
            Set<IpAddress> own = new HashSet<>(addresses.own());
            paths.forEach(path -> own.addAll(ends(path)));
            tenants.listing().pods().forEach(pod -> pod.ips().forEach(own::remove));
            List<NodeFlows> known = addresses.haveGaps()
                    ? flows.stream()
                            .map(node -> CountFlows.unreliable(
                                    node, "the watch of pods was broken, so who had an address is not known"))
                            .toList()
                    : flows;
            return new FlowsRecord(known, addresses.spans(), addresses.ofNodes(), own);
        });
    }

    private static List<IpAddress> ends(ProbePath path) {
        return Stream.of(
                        path.client().ips(),
                        path.server().ips(),
                        path.service() == null
                                ? List.<IpAddress>of()
                                : path.service().ips())
                .flatMap(List::stream)
                .toList();
    }

    private Share nodes() {
        Share chosen = surveyed.nodes();
        List<Gap> gaps = Stream.concat(
                        agents.lost().entrySet().stream().map(entry -> new Gap(entry.getKey(), entry.getValue())),
                        chosen.not().stream())
                .toList();
        return new Share(chosen.of() - gaps.size(), chosen.of(), gaps);
    }

    private Share namespaces(Listing listing, Section<PodsRecord> pods, List<ProbePath> paths) {
        Map<String, String> refused = surveyed.refusedNamespaces();
        Set<String> covered = paths.stream()
                .filter(path -> path.outcome() != null)
                .flatMap(path ->
                        Stream.of(path.client().namespace(), path.server().namespace()))
                .collect(Collectors.toCollection(HashSet::new));
        if (pods instanceof Asked<PodsRecord>(PodsRecord record)) {
            record.sweptPods().forEach(pod -> covered.add(pod.pod().namespace()));
        }
        Set<String> withPods = listing.pods().stream()
                .map(EnrolledPod::pod)
                .map(pod -> pod.namespace())
                .collect(Collectors.toSet());
        covered.removeAll(refused.keySet());
        List<Gap> gaps = listing.namespaces().stream()
                .filter(name -> !covered.contains(name))
                .map(name -> new Gap(name, refused.getOrDefault(name, whyNot(pods, withPods.contains(name)))))
                .toList();
        int all = listing.namespaces().size();
        return new Share(all - gaps.size(), all, gaps);
    }

    private static String whyNot(Section<PodsRecord> pods, boolean hasPods) {
        return switch (pods) {
            case NotAsked<PodsRecord>(String why) -> why;
            case Asked<PodsRecord> asked -> hasPods ? "none of its pods was swept" : "it has no pods in the mesh";
        };
    }

    @Override
    public void close() {
        if (count != null) {
            count.close();
        }
        if (sweep instanceof Asked<Background<PodsRecord>>(Background<PodsRecord> begun)) {
            begun.close();
        }
    }
}

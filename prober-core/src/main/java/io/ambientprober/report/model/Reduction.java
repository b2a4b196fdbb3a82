package io.ambientprober.report.model;

import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.report.model.Report.Abort;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.Report.TapReport;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.Provenance;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.ambientprober.statement.Share;
import io.ambientprober.statement.Share.Gap;
import io.ambientprober.verdict.Flow;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.FlowVerdicts;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruled;
import io.ambientprober.verdict.Ruling;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report for where the whole does not fit. It lists what needs attention, failures first, with what was found and without evidence, and
 * one path that passed and one control, without which no run can pass. All else is counted by verdict and reason. The coverage stays.
 */
public final class Reduction {
    private static final int MAX_FINDINGS = 5;
    private static final int MAX_CAUSES = 50;
    private static final int MAX_TAPS = 20;
    private static final int MAX_SETTINGS = 100;
    private static final int MAX_TEXT = 1000;

    private final Report whole;
    private final Set<Ruled> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<String> nodes = new HashSet<>();

    private Reduction(Report whole, int rows) {
        this.whole = whole;
        witness(Expectation.PLAINTEXT);
        witness(Expectation.ENCRYPTED);
        Severity.attention(whole.ruled()).stream().limit(rows).forEach(kept::add);
        kept.forEach(ruled -> nodes.addAll(nodes(ruled)));
    }

    /**
     * A report with at most so many rows of those that need attention.
     *
     * @return with the same verdict
     */
    public static Report of(Report whole, int rows) {
        return new Reduction(whole, rows).report();
    }

    private void witness(Expectation expectation) {
        whole.paths().stream()
                .filter(path -> path.verdict().path().expect() == expectation)
                .findFirst()
                .ifPresent(kept::add);
    }

    private static List<String> nodes(Ruled ruled) {
        return switch (ruled) {
            case PathReport path -> nodes(path.verdict().path());
            case PodVerdict pod -> List.of(pod.node());
            default -> List.of();
        };
    }

    private static List<String> nodes(ProbePath path) {
        return List.of(path.client().node(), path.server().node());
    }

    private Report report() {
        List<Cause> causes = LikelyCauses.of(whole).stream()
                .filter(this::mayExplainWhatIsListed)
                .limit(MAX_CAUSES)
                .map(this::bounded)
                .toList();
        List<TapReport> taps = whole.taps().stream()
                .filter(tap -> !tap.check().flaws().isEmpty())
                .limit(MAX_TAPS)
                .toList();
        Abort abort = whole.abort();
        Provenance provenance = whole.provenance();
        Period period = Period.of(whole);
        return new Report(
                whole.runKey(),
                whole.failOn(),
                listed(whole.paths()).map(Reduction::bounded).toList(),
                checks(causes.size(), taps.size()),
                coverage(),
                taps,
                causes,
                environment(),
                cut(whole.leftOut()),
                new Provenance(period.started(), period.ended(), cut(provenance.command()), provenance.reread()),
                abort == null ? null : new Abort(cut(abort.step()), cut(abort.reason())));
    }

    private <R extends Ruled> Stream<R> listed(Collection<R> all) {
        return all.stream().filter(kept::contains);
    }

    private List<Tally> counted(Collection<? extends Ruled> all, List<Tally> before) {
        Predicate<Ruled> listed = kept::contains;
        return Tally.of(Stream.<Ruled>concat(all.stream().filter(listed.negate()), before.stream())
                .toList());
    }

    private Checks checks(int causes, int taps) {
        Checks checks = whole.checks();
        Unlisted before = checks.unlisted();
        FlowVerdicts flows = checks.flowVerdicts();
        return new Checks(
                checks.noCanaries(),
                checks.pods().map(pods -> listed(pods).map(Reduction::bounded).toList()),
                checks.flows()
                        .map(all -> new FlowVerdicts(
                                listed(all.list()).map(Reduction::bounded).toList(), List.of())),
                new Unlisted(
                        counted(whole.paths(), before.paths()),
                        counted(checks.podVerdicts(), before.pods()),
                        counted(flows.list(), before.flows()),
                        flows.strictWouldRefuse().size() + before.outside(),
                        whole.causes().size() - causes + before.causes(),
                        whole.taps().size() - taps + before.taps()));
    }

    private static PathReport bounded(PathReport path) {
        PathVerdict verdict = path.verdict();
        return new PathReport(
                new PathVerdict(
                        verdict.path(),
                        bounded(verdict.encryption()),
                        bounded(verdict.servicePath()),
                        verdict.policy() == null ? null : bounded(verdict.policy())),
                null);
    }

    private static PodVerdict bounded(PodVerdict pod) {
        return new PodVerdict(
                pod.pod(),
                pod.node(),
                pod.workload(),
                bounded(pod.hbone()),
                cut(pod.redirection()),
                pod.protocol(),
                pod.spiffe() == null ? null : cut(pod.spiffe()),
                pod.notAfter());
    }

    private static FlowVerdict bounded(FlowVerdict verdict) {
        Flow flow = verdict.flow();
        return new FlowVerdict(
                new Flow(
                        flow.client(),
                        flow.server(),
                        flow.port(),
                        flow.ends(),
                        flow.hbone(),
                        flow.past(),
                        flow.looks(),
                        flow.confirmed(),
                        bounded(flow.gaps()),
                        flow.first(),
                        flow.last()),
                bounded(verdict.past()));
    }

    private static <R extends Reason> Ruling<R> bounded(Ruling<R> ruling) {
        return new Ruling<>(ruling.reason(), bounded(ruling.findings()));
    }

    private static List<String> bounded(List<String> words) {
        Stream<String> some = words.stream().limit(MAX_FINDINGS).map(Reduction::cut);
        return words.size() <= MAX_FINDINGS
                ? some.toList()
                : Stream.concat(some, Stream.of("and " + (words.size() - MAX_FINDINGS) + " more"))
                        .toList();
    }

    private boolean mayExplainWhatIsListed(Cause cause) {
        return cause.nodes().isEmpty() || cause.nodes().stream().anyMatch(nodes::contains);
    }

    private Cause bounded(Cause cause) {
        return new Cause(
                cut(cause.id()),
                cut(cause.summary()),
                cut(cause.remedy()),
                cut(cause.readFrom()),
                cause.explains(),
                cut(cause.link()),
                cause.nodes().stream().filter(nodes::contains).toList(),
                cause.namespaces());
    }

    private CoverageReport coverage() {
        CoverageReport all = whole.coverage();
        return new CoverageReport(
                bounded(all.nodes()), bounded(all.namespaces()), bounded(all.pods()), bounded(all.pairs()));
    }

    private static Section<Share> bounded(Section<Share> section) {
        return switch (section) {
            case Asked<Share>(Share share) ->
                new Asked<>(new Share(
                        share.covered(),
                        share.of(),
                        share.not().stream()
                                .map(gap -> new Gap(cut(gap.name()), cut(gap.why())))
                                .toList()));
            case NotAsked<Share>(String reason) -> new NotAsked<>(cut(reason));
        };
    }

    private Map<String, String> environment() {
        return whole.environment().entrySet().stream()
                .limit(MAX_SETTINGS)
                .collect(Collectors.toMap(
                        setting -> cut(setting.getKey()), setting -> cut(setting.getValue()), (one, same) -> one));
    }

    /** Never within a character. */
    private static String cut(String text) {
        if (text.length() <= MAX_TEXT) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT;
        return text.substring(0, end) + "...";
    }
}

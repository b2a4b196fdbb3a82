package io.ambientprober.report.model;

import io.ambientprober.plan.ProbePath;
import io.ambientprober.statement.Cause;
import io.ambientprober.verdict.Checked;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FlowVerdict;
import io.ambientprober.verdict.PodVerdict;
import io.ambientprober.verdict.Ruling;
import java.util.List;
import java.util.stream.Stream;

/** Which of the causes that were found may be why something was judged so. Naming one never changes what was judged. */
public final class LikelyCauses {
    /** Of one ruling; they come with the likeliest first. */
    private static final int MAX_NAMED = 3;

    private LikelyCauses() {}

    /** Nothing for a good ruling: there is nothing to explain. */
    public static List<Cause> of(List<Cause> causes, ProbePath path, Ruling<?> ruling) {
        return all(causes, path, ruling).limit(MAX_NAMED).toList();
    }

    /** The same of a pod or a flow. */
    public static List<Cause> of(List<Cause> causes, Checked checked, Ruling<?> ruling) {
        return all(causes, checked, ruling).limit(MAX_NAMED).toList();
    }

    /** Those that may explain anything in the report and, where anything is to be explained, those that say what is not known. */
    public static List<Cause> of(Report report) {
        if (report.abort() != null) {
            return ofAborted(report.causes());
        }
        boolean open = report.ruled().stream().anyMatch(Severity::needsAttention);
        return report.causes().stream()
                .filter(cause -> open && cause.explains().isEmpty() || explainsAnything(cause, report))
                .toList();
    }

    /** Why nothing was judged: what keeps pods from being ready, and what is not known. */
    public static List<Cause> ofAborted(List<Cause> causes) {
        return causes.stream()
                .filter(cause ->
                        cause.explains().isEmpty() || cause.explains().contains(EncryptionReason.NO_OUTCOME.code()))
                .toList();
    }

    /** In one line, for where there is no room for more. */
    public static String line(Cause cause) {
        return "may explain it: " + cause.id() + ": " + cause.summary() + "; " + cause.remedy();
    }

    private static boolean explainsAnything(Cause cause, Report report) {
        List<Cause> alone = List.of(cause);
        return Stream.concat(
                        report.paths().stream()
                                .flatMap(path -> path.rulings()
                                        .flatMap(ruling ->
                                                all(alone, path.verdict().path(), ruling))),
                        report.checks().beyondCanaries().stream()
                                .flatMap(checked -> checked.rulings().flatMap(ruling -> all(alone, checked, ruling))))
                .findAny()
                .isPresent();
    }

    private static Stream<Cause> all(List<Cause> causes, ProbePath path, Ruling<?> ruling) {
        return causes.stream()
                .filter(cause -> VerdictLook.of(ruling.verdict()).needsAttention()
                        && cause.mayExplain(path, ruling.reason().code()));
    }

    private static Stream<Cause> all(List<Cause> causes, Checked checked, Ruling<?> ruling) {
        return causes.stream()
                .filter(cause -> VerdictLook.of(ruling.verdict()).needsAttention()
                        && cause.mayExplain(ruling.reason().code(), nodes(checked), namespaces(checked)));
    }

    /** A flow is not known by its nodes. */
    private static List<String> nodes(Checked checked) {
        return switch (checked) {
            case PodVerdict pod -> List.of(pod.node());
            case FlowVerdict flow -> List.of();
        };
    }

    private static List<String> namespaces(Checked checked) {
        return switch (checked) {
            case PodVerdict pod -> List.of(pod.namespace());
            case FlowVerdict flow ->
                List.of(flow.flow().clientNamespace(), flow.flow().serverNamespace());
        };
    }
}

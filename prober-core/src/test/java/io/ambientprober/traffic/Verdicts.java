package io.ambientprober.traffic;

import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.Judge;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.RunVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The judgement of a whole plan. */
public record Verdicts(RunVerdict run, Map<String, PathVerdict> paths) {

    public static Verdicts of(Plan plan, Map<String, PathEvidence> evidence) {
        Map<String, PathVerdict> paths = new LinkedHashMap<>();
        for (ProbePath path : plan.paths()) {
            PathEvidence found = Objects.requireNonNull(evidence.get(path.id()), "no evidence of " + path.id());
            paths.put(path.id(), Judge.judge(plan, path, found));
        }
        return new Verdicts(RunVerdict.of(List.copyOf(paths.values()), FailOn.FAIL), paths);
    }

    /** One line per path, and the run: verdicts and reasons, no words. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("run " + run);
        paths.forEach((id, verdict) -> lines.add(id + " " + line(verdict)));
        return lines;
    }

    public String line(String id) {
        return line(Objects.requireNonNull(paths.get(id), id));
    }

    private static String line(PathVerdict verdict) {
        return verdict.rulings()
                .map(ruling -> ruling.verdict() + " " + ruling.reason().code())
                .collect(Collectors.joining("; "));
    }
}

package io.ambientprober.lab;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.scenario.Scenario;
import io.ambientprober.lab.scenario.ScenarioResult;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.run.RunEvent;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruling;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the demo prints. */
final class Console implements RunEvent.Listener {
    private final PrintWriter out;
    private final boolean verbose;

    Console(PrintWriter out, boolean verbose) {
        this.out = out;
        this.verbose = verbose;
    }

    void row(Scenario scenario) {
        print("%-14s %s".formatted(scenario.name(), scenario.broken()));
    }

    @Override
    public void event(RunEvent event) {
        switch (event) {
            case RunEvent.StepBegan began -> {}
            case RunEvent.StepEnded ended -> {
                if (verbose) {
                    print("  %s: %s".formatted(ended.step(), seconds(ended.took())));
                }
            }
            case RunEvent.StepFailed failed -> print("  %s failed: %s".formatted(failed.step(), failed.reason()));
            case RunEvent.Note note -> print("  %s".formatted(note.text()));
        }
    }

    void begin(Scenario scenario) {
        print("%s".formatted(scenario.name()));
        print("  broken:  %s".formatted(scenario.broken()));
    }

    void end(ScenarioResult result) {
        PathVerdict shown = result.shown();
        print("  verdict: %s".formatted(rulings(shown)));
        shown.encryption().findings().stream().findFirst().ifPresent(finding -> print("           " + finding));
        if (result.isRight()) {
            print("  √ right, on all %d paths (%s)"
                    .formatted(result.report().paths().size(), seconds(result.took())));
        } else {
            wrong(result);
        }
        print("");
    }

    private void wrong(ScenarioResult result) {
        Scenario scenario = result.scenario();
        String right = rulings(
                reason(scenario.encryption()),
                reason(scenario.servicePath()),
                scenario.policy() == null ? null : reason(scenario.policy()));
        print("  × WRONG, it is " + right);
        for (PathVerdict path : result.wrong()) {
            print("    %s %s: %s".formatted(path.path().id(), path.path().name(), rulings(path)));
            path.encryption().findings().forEach(finding -> print("      %s".formatted(finding)));
        }
    }

    private static String rulings(PathVerdict path) {
        return rulings(
                ruling(path.encryption()),
                ruling(path.servicePath()),
                path.policy() == null ? null : ruling(path.policy()));
    }

    private static String rulings(String encryption, String servicePath, @Nullable String policy) {
        return encryption + "; service path " + servicePath + (policy == null ? "" : "; policy " + policy);
    }

    private static String ruling(Ruling<?> ruling) {
        return reason(ruling.reason());
    }

    private static String reason(Reason reason) {
        return reason.verdict() + " " + reason.code();
    }

    void closing(int scenarios, List<String> wrong, Duration took) {
        if (wrong.isEmpty()) {
            print("√ %d scenarios, every one judged right (%s)".formatted(scenarios, seconds(took)));
        } else {
            print("× %d of %d scenarios judged wrong: %s".formatted(wrong.size(), scenarios, String.join(", ", wrong)));
        }
    }

    void entrances(Lab lab) throws IOException {
        print("The lab stays until you press Enter. To enter a node or a pod:");
        for (Node node : lab.network().nodes()) {
            print("  ip netns exec %s bash".formatted(node.netns().name()));
        }
        for (String pod : lab.pods()) {
            print("  ip netns exec %s bash".formatted(pod));
        }
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}

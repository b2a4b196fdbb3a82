package io.ambientprober.cli;

import io.ambientprober.cluster.Cleanup;
import io.ambientprober.cluster.Cluster;
import io.ambientprober.run.SiteException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "cleanup",
        description = "Deletes what runs left in a cluster (after a crash, or --keep).",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  prober cleanup --run ap-lppbziobxx", "  prober cleanup --all"})
final class CleanupCommand implements Callable<Integer> {
    @ArgGroup(multiplicity = "1")
    private What what = new What();

    /** One of them. */
    static final class What {
        @Option(
                names = "--run",
                paramLabel = "ID",
                description = "What one run made, by its id or the key in its report.")
        private @Nullable String run;

        @Option(names = "--standing", description = "The canaries that live between runs.")
        private boolean standing;

        @Option(names = "--all", description = "What any run made, also of runs under way, and the standing canaries.")
        private boolean all;
    }

    @Mixin
    private final ClusterAccess access = new ClusterAccess();

    @Option(
            names = "--namespaces",
            split = ",",
            paramLabel = "NAME",
            description = "Namespaces to look in, where the right to look everywhere is missing.")
    private List<String> namespaces = List.of();

    @Option(
            names = "--timeout",
            defaultValue = "2m",
            paramLabel = "TIME",
            description = "Time limit until everything is gone. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ZERO;

    private final Terminal terminal;

    CleanupCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws SiteException, OutputException {
        List<String> gone = new ArrayList<>();
        try (Cluster cluster = access.open()) {
            for (Cleanup leftovers : chosen(cluster)) {
                gone.addAll(leftovers.takeAway(timeout));
            }
        }
        for (String object : gone) {
            terminal.print("removed " + object + "\n");
        }
        terminal.print(gone.isEmpty() ? "nothing was left\n" : "");
        return ExitCode.PASS;
    }

    private List<Cleanup> chosen(Cluster cluster) {
        List<Cleanup> chosen = new ArrayList<>();
        if (what.run != null) {
            chosen.add(Cleanup.ofRun(cluster, what.run, namespaces));
        }
        if (what.all) {
            chosen.add(Cleanup.ofRuns(cluster, namespaces));
        }
        if (what.all || what.standing) {
            chosen.add(Cleanup.standing(cluster, namespaces));
        }
        return chosen;
    }
}

package io.ambientprober.cli;

import io.ambientprober.canary.RunKey;
import io.ambientprober.cluster.Cluster;
import io.ambientprober.cluster.ClusterOptions;
import io.ambientprober.cluster.ClusterSite;
import io.ambientprober.cluster.DryRun;
import io.ambientprober.cluster.publish.PublishReport;
import io.ambientprober.cluster.publish.PublishRotation;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.input.Printable;
import io.ambientprober.plan.Plan;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.LikelyCauses;
import io.ambientprober.report.model.Report;
import io.ambientprober.run.ProbeRun;
import io.ambientprober.run.ProbeRun.EvidenceStore;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.RunOptions;
import io.ambientprober.run.Site.Survey;
import io.ambientprober.run.SiteException;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = RunCommand.NAME,
        description = "Probes a cluster's mesh and judges what was on the wire.",
        mixinStandardHelpOptions = true,
        abbreviateSynopsis = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  prober run",
            "  prober run --max-nodes 10 --report junit=probe.xml --evidence probe",
            "  prober run --from shop --to payments --standing"
        })
final class RunCommand implements Callable<Integer> {
    /** Of a run that judged nothing; the report has all. They come with the likeliest first. */
    private static final int MAX_CAUSES = 5;

    static final String NAME = "run";

    @HelpUnder(HelpHeading.GENERAL)
    @Option(
            names = ConfigFile.OPTION,
            paramLabel = "FILE",
            description = "YAML with any of these options, without their dashes; the command line wins.")
    @SuppressWarnings("UnusedVariable") // ConfigFile finds it before picocli reads arguments
    private @Nullable Path config;

    @Mixin
    private final RunSettings settings = new RunSettings();

    @Mixin
    private final ClusterAccess access = new ClusterAccess();

    @Mixin
    private final ReportOutput output = new ReportOutput();

    @Mixin
    private final EvidenceOption evidence = new EvidenceOption();

    @HelpUnder(HelpHeading.GENERAL)
    @Option(names = "--dry-run", description = "Print the paths and objects of a run, and make nothing.")
    private boolean dryRun;

    @HelpUnder(HelpHeading.OUTPUT)
    @Option(
            names = "--publish",
            paramLabel = "NAMESPACE",
            description =
                    "Also leave the report in the cluster: in ConfigMap ambient-prober-report, as an Event, and as a"
                            + " policy report where a CRD of openreports.io or wgpolicyk8s.io is installed.")
    private @Nullable String publish;

    @HelpUnder(HelpHeading.GENERAL)
    @Option(names = "--print-images", description = "Print the images that a run needs.")
    private boolean printImages;

    @HelpUnder(HelpHeading.GENERAL)
    @Option(
            names = {"-v", "--verbose"},
            description = "Print how long each step took.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private @Nullable Probing probing;
    private @Nullable SiteException leftBehind;
    private volatile @Nullable Survey survey;

    private final Terminal terminal;

    /** A run whose objects are still in its cluster. */
    private record Probing(Cluster cluster, ProbeRun run) {}

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (settings.rotates() && publish == null) {
            throw new ParameterException(
                    spec.commandLine(), NodeSettings.ROTATE + ": needs --publish, which keeps whose turn it is");
        }
        if (printImages) {
            terminal.print(settings.image() + "\n");
            return ExitCode.PASS;
        }
        if (dryRun) {
            showDry();
            return ExitCode.PASS;
        }
        try (EarlyCollection _ = new EarlyCollection()) {
            return probed();
        }
    }

    private int probed() throws Exception {
        Report report = output.orAborted("probing the cluster", new Probe());
        int verdict;
        try {
            verdict = output.show(report, terminal);
            if (publish != null) {
                published(report, publish);
                if (settings.rotates()) {
                    turned(publish);
                }
            }
        } finally {
            cleanUp();
        }
        return leftBehind == null ? verdict : left(report, verdict, leftBehind);
    }

    private final class Probe implements ReportOutput.Judging {
        @Override
        public Report report() throws SiteException, InputException {
            return judged();
        }

        @Override
        public List<Cause> causes() {
            return survey == null ? List.of() : survey.causes();
        }

        @Override
        public Map<String, String> environment() {
            return survey == null ? Map.of() : survey.environment();
        }
    }

    /** Behind the verdict, which does not wait for it. */
    private void cleanUp() {
        Probing done = probing();
        try {
            leftBehind = done.run().cleanUp();
        } finally {
            done.cluster().close();
        }
    }

    private Probing probing() {
        return Objects.requireNonNull(probing, "nothing was probed");
    }

    /** What was judged stays judged; and yet all is not well. */
    private int left(Report report, int verdict, SiteException why) {
        terminal.err()
                .println("prober: " + Printable.of(String.valueOf(why.getMessage()))
                        + "; the verdict stands, delete the rest with: prober cleanup --run "
                        + RunKey.publicId(report.runKey()));
        return ExitCode.notWhole(verdict);
    }

    /** What was judged stays judged when nobody takes it. */
    private void published(Report report, String namespace) {
        try {
            new PublishReport(probing().cluster(), namespace).call(report, Instant.now());
        } catch (SiteException e) {
            terminal.err()
                    .println("prober: the report was not published: " + Printable.of(String.valueOf(e.getMessage())));
        }
    }

    /** Whatever came of it: a node that keeps failing does not keep others from their turn. */
    private void turned(String namespace) {
        try {
            List<String> nodes =
                    Objects.requireNonNull(survey, "nothing was surveyed").nodes();
            new PublishRotation(probing().cluster(), namespace).call(nodes, Instant.now());
        } catch (SiteException e) {
            terminal.err()
                    .println("prober: the next run will probe the same nodes, as whose turn it was is not kept: "
                            + Printable.of(String.valueOf(e.getMessage())));
        }
    }

    private void showDry() throws SiteException, OutputException {
        RunConsole console = new RunConsole(terminal, verbose, System::nanoTime);
        ClusterOptions asked = settings.cluster(publish);
        try (Cluster cluster = access.open()) {
            String run = RunKey.next(new SecureRandom());
            ClusterOptions chosen = ClusterSite.options(cluster, asked, settings.namespaces(), console);
            DryRun dry = new DryRun(
                    cluster,
                    chosen,
                    settings.policies() && chosen.hasPolicies(),
                    run,
                    text -> console.event(new RunEvent.Note(text)));
            terminal.print(dry.text());
        }
    }

    /** Leaves cluster and run open, unless it fails. */
    private Report judged() throws SiteException, InputException {
        Instant started = Instant.now();
        EvidenceBundle bundle = evidence.begin();
        RunRecord learned = probe(bundle == null ? EvidenceStore.NOWHERE : bundle, listener());
        try {
            Report report = Judgement.of(
                    learned.from(new Provenance(started, Instant.now(), ShellCommand.of(spec))), output.failOn());
            if (bundle != null) {
                complete(bundle, learned.plan(), report);
            }
            return report;
        } catch (RuntimeException | Error e) {
            cleanUp();
            throw e;
        }
    }

    private void complete(EvidenceBundle bundle, Plan plan, Report report) {
        try {
            bundle.write(plan, report, List.of());
        } catch (IOException e) {
            output.failed(bundle.notWhole(e), terminal);
        }
    }

    private RunRecord probe(EvidenceStore store, RunEvent.Listener listener) throws SiteException {
        String run = RunKey.next(new SecureRandom());
        // A wrong option is one whatever the cluster: a Job tries again where that cannot be reached.
        RunOptions wanted = settings.run();
        ClusterOptions asked = settings.cluster(publish);
        Cluster opened = access.open();
        try {
            Interrupts.interrupt(Thread.currentThread(), terminal);
            ClusterOptions chosen = ClusterSite.options(opened, asked, settings.namespaces(), listener);
            RunOptions options = chosen.hasPolicies() ? wanted : withoutPolicies(wanted, listener);
            ClusterSite site = new ClusterSite(run, opened, chosen, options.policies(), listener);
            ProbeRun begun = new ProbeRun(run, site, options, store, listener, System::nanoTime);
            RunRecord learned = begun.probe();
            probing = new Probing(opened, begun);
            return learned;
        } catch (SiteException | RuntimeException | Error e) {
            mayExplain(listener);
            opened.close();
            throw e;
        }
    }

    private static RunOptions withoutPolicies(RunOptions options, RunEvent.Listener listener) {
        if (options.policies()) {
            listener.event(
                    new RunEvent.Note(
                            "this mesh has no AuthorizationPolicies (Cilium's ztunnel mode): whether policies hold is not judged"));
        }
        return options.withoutPolicies();
    }

    /** Before the one line that says what happened: why, as far as the configuration tells. */
    private void mayExplain(RunEvent.Listener listener) {
        Survey known = survey;
        if (known != null) {
            LikelyCauses.ofAborted(known.causes()).stream()
                    .limit(MAX_CAUSES)
                    .forEach(cause -> listener.event(new RunEvent.Note(LikelyCauses.line(cause))));
        }
    }

    private RunEvent.Listener listener() {
        RunConsole console = new RunConsole(terminal, verbose, System::nanoTime);
        RunEvent.Listener progress = output.progress();
        return event -> {
            if (event instanceof RunEvent.Surveyed surveyed) {
                survey = surveyed.survey();
            }
            console.event(event);
            progress.event(event);
        };
    }
}

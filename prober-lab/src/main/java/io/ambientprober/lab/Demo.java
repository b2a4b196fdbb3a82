package io.ambientprober.lab;

import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.scenario.Scenario;
import io.ambientprober.lab.scenario.ScenarioResult;
import io.ambientprober.lab.scenario.ScenarioRunner;
import io.ambientprober.lab.scenario.Scenarios;
import io.ambientprober.lab.site.Canaries;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.TcpdumpAgents;
import io.ambientprober.run.Site;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Breaks a mesh in every way that it knows, and shows what the prober says of each. */
@Command(
        name = "demo",
        description = "Breaks a mesh of network namespaces in many ways, and shows what the prober says of each.",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Demo.USAGE,
        exitCodeOnExecutionException = Demo.INTERNAL)
public final class Demo implements Callable<Integer> {
    private static final int RIGHT = 0;
    private static final int WRONG = 1;
    static final int USAGE = 64;
    static final int INTERNAL = 70;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Scenarios to run; all when none is named.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Name the scenarios and end.")
    private boolean list;

    @Option(names = "--keep", description = "Leave the lab up after the last scenario, and say how to enter it.")
    private boolean keep;

    @Option(
            names = "--evidence",
            paramLabel = "DIR",
            description = "Keep plan.json and the captures of every scenario; `prober analyze` judges them again.")
    private @Nullable Path evidence;

    @Option(names = "--verbose", description = "Name every step.")
    private boolean verbose;

    @Option(names = "--agent", required = true, paramLabel = "DIR", hidden = true, description = "prober-agent, built.")
    private Path agent = Path.of("");

    @Option(names = "--caches", paramLabel = "DIR", hidden = true, description = "AOT caches of the lab's processes.")
    private @Nullable Path caches;

    @Option(names = "--train", hidden = true, description = "Write the AOT caches.")
    private boolean train;

    private Demo() {}

    static void main(String[] args) {
        CommandLine command = new CommandLine(new Demo());
        command.setExecutionExceptionHandler((e, line, parsed) -> {
            line.getErr().println("demo: " + e.getMessage());
            return INTERNAL;
        });
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, SiteException {
        Console console = new Console(spec.commandLine().getOut(), verbose);
        List<Scenario> chosen = chosen();
        if (list) {
            chosen.forEach(console::row);
            return RIGHT;
        }
        requireEmpty(evidence);
        Jvms jvms = jvms();
        try (Lab lab = Lab.open(jvms)) {
            return run(lab, jvms, chosen, console) ? RIGHT : WRONG;
        }
    }

    private boolean run(Lab lab, Jvms jvms, List<Scenario> chosen, Console console) throws IOException, SiteException {
        Canaries canaries = Canaries.in(agent, jvms);
        List<String> wrong = new ArrayList<>();
        long began = System.nanoTime();
        for (Scenario scenario : chosen) {
            console.begin(scenario);
            ScenarioResult result = runner(lab, canaries, console, scenario.equals(chosen.getLast()))
                    .run(scenario);
            console.end(result);
            if (!result.isRight()) {
                wrong.add(scenario.name());
            }
        }
        console.closing(chosen.size(), wrong, Duration.ofNanos(System.nanoTime() - began));
        if (keep) {
            console.entrances(lab);
            awaitEnter();
        }
        return wrong.isEmpty();
    }

    private ScenarioRunner runner(Lab lab, Canaries canaries, Console console, boolean last) {
        UnaryOperator<Site> around = keep && last ? KeptSite::new : UnaryOperator.identity();
        return new ScenarioRunner(lab, canaries, new TcpdumpAgents(), evidence, console, around);
    }

    private List<Scenario> chosen() {
        if (names.isEmpty()) {
            return Scenarios.ALL;
        }
        return names.stream()
                .map(name -> Scenarios.named(name)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(), "no scenario " + name + "; --list names them")))
                .toList();
    }

    /** A capture is not written over another. */
    private void requireEmpty(@Nullable Path folder) throws IOException {
        if (folder != null && Files.isDirectory(folder)) {
            try (var files = Files.list(folder)) {
                if (files.findAny().isPresent()) {
                    throw new ParameterException(spec.commandLine(), "--evidence: " + folder + " is not empty");
                }
            }
        }
    }

    private Jvms jvms() {
        if (caches == null) {
            return Jvms.withoutCaches();
        }
        return train ? Jvms.training(caches) : Jvms.startingFrom(caches);
    }

    private static void awaitEnter() throws IOException {
        if (System.in.read() < 0) {
            awaitSignal();
        }
    }

    private static void awaitSignal() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

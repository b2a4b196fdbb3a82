package io.ambientprober.lab;

import io.ambientprober.cli.Terminal;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.scenario.Scenario;
import io.ambientprober.lab.scenario.Scenarios;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Breaks a mesh in every way that it knows, and shows what the prober says of each. */
@Command(
        name = "demo",
        description = {
            "Breaks a mesh of network namespaces in many ways, and shows for each what was broken,",
            "what the prober says, and whether that is right."
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExit codes:%n",
        footer = "  0 each judged right, 1 not, 64 wrong usage, 70 no lab could be built",
        exitCodeOnInvalidInput = LabCommand.USAGE,
        exitCodeOnExecutionException = LabCommand.INTERNAL)
public final class Demo implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Scenarios to run; most when none is named.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Name the scenarios and end.")
    private boolean list;

    @Option(names = "--all", description = "Run every scenario.")
    private boolean all;

    @Option(names = "--keep", description = "Leave the lab up after the last scenario, and say how to enter it.")
    private boolean keep;

    @Option(
            names = "--evidence",
            paramLabel = "DIR",
            description = "Keep plan.json and the captures of every scenario; `prober analyze` judges them again.")
    private @Nullable Path evidence;

    @Option(names = "--verbose", description = "Tell every step and how long it took.")
    private boolean verbose;

    @Option(names = "--caches", paramLabel = "DIR", hidden = true, description = "AOT caches of the lab's processes.")
    private @Nullable Path caches;

    @Option(names = "--train", hidden = true, description = "Write the AOT caches.")
    private boolean train;

    private final Terminal terminal;
    private final Screen screen;

    private Demo(Terminal terminal, Screen screen) {
        this.terminal = terminal;
        this.screen = screen;
    }

    static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        Screen screen = Screen.on(terminal);
        System.exit(LabCommand.execute("demo", new Demo(terminal, screen), screen, args));
    }

    @Override
    public Integer call() throws IOException {
        List<Scenario> chosen = chosen();
        Rows rows = new Rows(chosen, terminal.style());
        if (list) {
            chosen.forEach(scenario -> screen.print(rows.listed(scenario)));
            return LabCommand.RIGHT;
        }
        requireEmpty(evidence);
        screen.doing("building the lab");
        try (Lab lab = Lab.open(jvms())) {
            boolean right = new Demonstration(
                            lab,
                            screen,
                            new Progress(screen, verbose),
                            rows,
                            evidence,
                            keep ? KeptSite::new : LabSite::new)
                    .run(chosen);
            if (keep) {
                entrances(lab);
                awaitEnter();
            }
            return right ? LabCommand.RIGHT : LabCommand.WRONG;
        }
    }

    private List<Scenario> chosen() {
        if (names.isEmpty()) {
            return all || list ? Scenarios.ALL : Scenarios.SHOWN;
        }
        return names.stream()
                .map(name -> Scenarios.named(name)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(), "no scenario '" + name + "'; --list names them")))
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

    private void entrances(Lab lab) throws IOException {
        screen.print("The lab stays until you press Enter. To enter a node or a pod:");
        for (Node node : lab.network().nodes()) {
            screen.print("    ip netns exec " + node.netns().name() + " bash");
        }
        for (String pod : lab.pods()) {
            screen.print("    ip netns exec " + pod + " bash");
        }
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

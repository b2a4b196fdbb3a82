package io.ambientprober.lab;

import io.ambientprober.cli.Terminal;
import io.ambientprober.input.Printable;
import io.ambientprober.lab.endurance.Endurance;
import io.ambientprober.lab.endurance.Track;
import io.ambientprober.lab.fault.CellResult;
import io.ambientprober.report.model.VerdictLook;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs back to back. */
@Command(
        name = "soak",
        description = {
            "Runs back to back in one lab, every tenth struck by a fault, and shows whether what lives long",
            "grew, whether each run ended as it may, and whether anything was left."
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExit codes:%n",
        footer =
                "  0 nothing grew, was left or was judged wrongly, 1 something, 64 wrong usage, 70 no lab could be built",
        exitCodeOnInvalidInput = LabCommand.USAGE,
        exitCodeOnExecutionException = LabCommand.INTERNAL)
public final class Soak implements Callable<Integer> {
    private static final int MOST = 100_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(paramLabel = "N", description = "Runs, at least 3.")
    private int runs;

    @Option(names = "--caches", paramLabel = "DIR", hidden = true, description = "AOT caches of the lab's processes.")
    private @Nullable Path caches;

    private final Terminal terminal;
    private final Screen screen;
    private int done;

    private Soak(Terminal terminal, Screen screen) {
        this.terminal = terminal;
        this.screen = screen;
    }

    static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        Screen screen = Screen.on(terminal);
        System.exit(LabCommand.execute("soak", new Soak(terminal, screen), screen, args));
    }

    @Override
    public Integer call() throws IOException {
        if (runs < 3 || runs > MOST) {
            throw new ParameterException(spec.commandLine(), "N is 3 to " + MOST + ": thirds are compared");
        }
        long began = System.nanoTime();
        screen.doing("building the lab");
        Endurance endurance = new Endurance(runs, caches, this::tell);
        List<String> wrong = endurance.call();
        screen.doing(null);
        screen.print("| process | memory, first third | last third | descriptors, first third | last third | |");
        screen.print("| --- | --- | --- | --- | --- | --- |");
        endurance.tracks().stream().map(Track::row).forEach(screen::print);
        wrong.forEach(why -> screen.print("WRONG: " + Printable.of(why)));
        long took = Duration.ofNanos(System.nanoTime() - began).toSeconds();
        screen.print(terminal.style()
                .marked(
                        wrong.isEmpty() ? VerdictLook.PASS : VerdictLook.FAIL,
                        runs + " runs in " + took + " s, " + wrong.size() + " things wrong"));
        return wrong.isEmpty() ? LabCommand.RIGHT : LabCommand.WRONG;
    }

    private void tell(CellResult result) {
        done++;
        if (!result.isRight() || done % 10 == 0) {
            screen.print(String.format(
                    Locale.ROOT,
                    "%5d  %-28s %s, %.1f s",
                    done,
                    result.cell(),
                    result.ending(),
                    result.took().toMillis() / 1000.0));
            result.wrong().forEach(why -> screen.print("       WRONG: " + Printable.of(why)));
        }
        screen.doing(done + "/" + runs);
    }
}

package io.ambientprober.lab;

import io.ambientprober.cli.Terminal;
import io.ambientprober.input.Printable;
import io.ambientprober.lab.fault.Cell;
import io.ambientprober.lab.fault.CellResult;
import io.ambientprober.lab.fault.Fault;
import io.ambientprober.lab.fault.Faults;
import io.ambientprober.lab.fault.Matrix;
import io.ambientprober.lab.fault.MatrixTable;
import io.ambientprober.report.model.VerdictLook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Strikes runs of the lab with faults, and shows how each ends. */
@Command(
        name = "faults",
        description = {
            "Strikes runs in a lab with faults, each fault at the beginning of each step of a run, and shows",
            "how each run ends: its exit code, how long it took, and whether that is right."
        },
        mixinStandardHelpOptions = true,
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nExit codes:%n",
        footer = "  0 each ended as it may and left nothing, 1 not, 64 wrong usage, 70 no lab could be built",
        exitCodeOnInvalidInput = LabCommand.USAGE,
        exitCodeOnExecutionException = LabCommand.INTERNAL)
public final class Reliability implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FAULT[/STEP]",
            arity = "0..*",
            description = "Faults, or cells of the matrix; the whole of it when none is named.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Name the faults and end.")
    private boolean list;

    @Option(names = "--verbose", description = "Show what each run said.")
    private boolean verbose;

    @Option(
            names = "--write",
            paramLabel = "FILE",
            description = "Put the results into the matrix of this document, in place of those of the same faults.")
    private @Nullable Path document;

    @Option(names = "--caches", paramLabel = "DIR", hidden = true, description = "AOT caches of the lab's processes.")
    private @Nullable Path caches;

    private final Terminal terminal;
    private final Screen screen;

    private Reliability(Terminal terminal, Screen screen) {
        this.terminal = terminal;
        this.screen = screen;
    }

    static void main(String[] args) {
        Terminal terminal = Terminal.ofProcess();
        Screen screen = Screen.on(terminal);
        System.exit(LabCommand.execute("faults", new Reliability(terminal, screen), screen, args));
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            Faults.ALL.forEach(fault -> screen.print("%-18s %s".formatted(fault.name(), fault.what())));
            return LabCommand.RIGHT;
        }
        List<CellResult> results = new ArrayList<>();
        List<Cell> cells = chosen();
        try (Matrix matrix = new Matrix(caches)) {
            for (Cell cell : cells) {
                screen.doing((results.size() + 1) + "/" + cells.size() + " " + cell);
                CellResult result = matrix.call(cell);
                show(result);
                results.add(result);
            }
        }
        screen.doing(null);
        if (document != null) {
            MatrixTable.write(document, results);
        }
        long wrong = results.stream().filter(result -> !result.isRight()).count();
        screen.print(terminal.style()
                .marked(
                        wrong == 0 ? VerdictLook.PASS : VerdictLook.FAIL,
                        results.size() + " runs were struck; " + (results.size() - wrong) + " ended as they may"));
        return wrong == 0 ? LabCommand.RIGHT : LabCommand.WRONG;
    }

    private List<Cell> chosen() {
        List<Cell> chosen = new ArrayList<>();
        for (Cell cell : Cell.of(Faults.ALL)) {
            boolean named = names.isEmpty() || names.contains(cell.fault().name()) || names.contains(cell.toString());
            if (named && isThere(cell.fault())) {
                chosen.add(cell);
            }
        }
        for (String name : names) {
            if (chosen.stream()
                    .noneMatch(cell ->
                            cell.toString().equals(name) || cell.fault().name().equals(name))) {
                throw new ParameterException(spec.commandLine(), "no fault '" + name + "'; --list names them");
            }
        }
        return chosen;
    }

    private boolean isThere(Fault fault) {
        Optional<String> obstacle = Faults.obstacle(fault);
        obstacle.ifPresent(why ->
                screen.print(terminal.style().marked(VerdictLook.NOT_JUDGED, fault.name() + " is skipped: " + why)));
        return obstacle.isEmpty();
    }

    private void show(CellResult result) {
        String line = String.format(
                Locale.ROOT,
                "%-32s %3d %-13s %5.1f s",
                result.cell(),
                result.ending().exitCode(),
                result.ending(),
                result.took().toMillis() / 1000.0);
        screen.print(terminal.style().marked(result.isRight() ? VerdictLook.PASS : VerdictLook.FAIL, line));
        result.wrong().forEach(wrong -> screen.print("    WRONG: " + Printable.of(wrong)));
        if (verbose || !result.isRight()) {
            result.said().forEach(said -> screen.print("    " + Printable.of(said)));
        }
    }
}

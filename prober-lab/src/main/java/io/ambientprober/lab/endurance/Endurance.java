package io.ambientprober.lab.endurance;

import io.ambientprober.lab.fault.Cell;
import io.ambientprober.lab.fault.CellResult;
import io.ambientprober.lab.fault.Fault;
import io.ambientprober.lab.fault.Faults;
import io.ambientprober.lab.fault.Matrix;
import io.ambientprober.lab.net.StaleLabs;
import io.ambientprober.run.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs back to back in one lab, every tenth of them struck by a fault, and what this process and the mesh hold meanwhile. */
public final class Endurance {
    private static final int DISTURBED = 10;
    /** A prime number: none of the cells comes again before all came. */
    private static final int FAR = 17;

    private static final String SELF = "the process of the runs";

    private final int runs;
    private final @Nullable Path caches;
    private final Consumer<CellResult> listener;
    private final Map<String, Track> tracks = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    /** @param listener is told of each run */
    public Endurance(int runs, @Nullable Path caches, Consumer<CellResult> listener) {
        this.runs = runs;
        this.caches = caches;
        this.listener = listener;
    }

    /** Nothing when all ended as they may, nothing grew, and nothing was left; else what is wrong, in words. */
    public List<String> call() throws IOException {
        try (Matrix matrix = new Matrix(caches)) {
            for (int number = 1; number <= runs; number++) {
                CellResult result = matrix.call(cell(number));
                listener.accept(result);
                for (String why : result.wrong()) {
                    wrong.add("run " + number + ", " + result.cell() + ": " + why);
                }
                read();
            }
        }
        tracks.values().stream().filter(track -> !track.isFlat()).forEach(track -> wrong.add("grew: " + track.row()));
        StaleLabs.left(ProcessHandle.current().pid()).forEach(left -> wrong.add("left behind: " + left));
        ProcessHandle.current().descendants().forEach(process -> wrong.add("left behind: process " + process.pid()));
        return List.copyOf(wrong);
    }

    /** Of one process each. */
    public Collection<Track> tracks() {
        return tracks.values();
    }

    /** The disturbed ones go through the matrix, as far as it lies in this process, with steps that are far from each other. */
    static Cell cell(int number) {
        List<Cell> cells = Cell.of(Faults.ALL).stream()
                .filter(cell -> !cell.fault().equals(Faults.NOTHING)
                        && cell.fault().how() instanceof Fault.Within
                        && Faults.obstacle(cell.fault()).isEmpty())
                .toList();
        return number % DISTURBED == 0
                ? cells.get(number / DISTURBED * FAR % cells.size())
                : new Cell(Faults.NOTHING, Step.SURVEY);
    }

    private void read() throws IOException {
        // What is garbage is no memory that grows.
        System.gc();
        track(SELF, ProcessHandle.current());
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            String log = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/fd/2"))
                    .toFile()
                    .getName();
            if (log.startsWith("proxy-")) {
                track("the mesh's " + log.replace(".log", ""), process);
            }
        }
    }

    private void track(String name, ProcessHandle process) throws IOException {
        tracks.computeIfAbsent(name, Track::new).add(Reading.of(process));
    }
}

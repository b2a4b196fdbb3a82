package io.ambientprober.lab.fault;

import io.ambientprober.run.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The matrix in Markdown, between two marks of a document: a row for each fault, a column for each step. */
public final class MatrixTable {
    private static final String BEGIN = "<!-- matrix: scripts/faults --write -->";
    private static final String END = "<!-- end of the matrix -->";
    private static final String NOTHING = "–";

    private MatrixTable() {}

    /** Puts rows in, in place of those of the same faults; of a fault that is not among them the row stays. */
    public static void write(Path document, List<CellResult> results) throws IOException {
        Files.writeString(document, with(Files.readString(document), results));
    }

    static String with(String document, List<CellResult> results) throws IOException {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException("there is no line '" + BEGIN + "' with a line '" + END + "' after it");
        }
        int from = begin + BEGIN.length();
        Map<String, String> rows = rows(document.substring(from, end));
        rows.putAll(rows(results));
        List<String> lines = new ArrayList<>(head());
        Faults.ALL.stream()
                .filter(fault -> rows.containsKey(fault.name()))
                .forEach(fault -> lines.add(rows.get(fault.name())));
        return document.substring(0, from) + "\n" + String.join("\n", lines) + "\n" + document.substring(end);
    }

    private static List<String> head() {
        String steps = Endings.STEPS.stream().map(Step::words).collect(Collectors.joining(" | "));
        return List.of("| | " + steps + " |", "| --- |" + " --- |".repeat(Endings.STEPS.size()));
    }

    private static Map<String, String> rows(String table) {
        Map<String, String> rows = new LinkedHashMap<>();
        for (Fault fault : Faults.ALL) {
            table.lines()
                    .filter(line -> line.startsWith("| " + fault.name() + " |"))
                    .forEach(line -> rows.put(fault.name(), line));
        }
        return rows;
    }

    private static Map<String, String> rows(List<CellResult> results) {
        Map<String, Map<Step, CellResult>> byFault = new LinkedHashMap<>();
        for (CellResult result : results) {
            Cell cell = result.cell();
            byFault.computeIfAbsent(cell.fault().name(), _ -> new LinkedHashMap<>())
                    .put(cell.step(), result);
        }
        Map<String, String> rows = new LinkedHashMap<>();
        byFault.forEach((fault, cells) -> rows.put(
                fault,
                Endings.STEPS.stream()
                        .map(step -> cells.containsKey(step) ? text(cells.get(step)) : NOTHING)
                        .collect(Collectors.joining(" | ", "| " + fault + " | ", " |"))));
        return rows;
    }

    private static String text(CellResult result) {
        String ended =
                result.ending().exitCode() + ", " + Math.ceilDiv(result.took().toMillis(), 1000) + " s";
        return result.isRight() ? ended : "**" + ended + "**";
    }
}

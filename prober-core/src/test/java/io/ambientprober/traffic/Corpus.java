package io.ambientprober.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.CaptureReader;
import io.ambientprober.wire.Packet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The labelled captures, in the folder that {@code -Dprober.captures} or PROBER_CAPTURES names. */
public final class Corpus {
    private Corpus() {}

    /** Names of all sets; in CI their absence fails, elsewhere it skips. */
    public static Stream<String> sets() throws IOException {
        Path folder = folder();
        try (Stream<Path> sets = Files.list(folder)) {
            return sets
                    .filter(set -> Files.exists(set.resolve("expected.json")))
                    .map(set -> set.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Path folder() {
        String named = System.getProperty("prober.captures", "");
        String folder = named.isBlank() ? Objects.requireNonNullElse(System.getenv("PROBER_CAPTURES"), "") : named;
        boolean there = !folder.isBlank() && Files.isDirectory(Path.of(folder));
        if (!there && Objects.equals(System.getenv("CI"), "true")) {
            throw new IllegalStateException("no labelled captures: PROBER_CAPTURES is '" + folder + "'");
        }
        Assumptions.assumeTrue(there, "no labelled captures: set PROBER_CAPTURES to their folder");
        return Path.of(folder);
    }

    public static Path folder(String set) {
        return folder().resolve(set);
    }

    /**
     * Of the cases beside the captures.
     *
     * @param kind {@code truth} or {@code field}
     * @param set name, or empty for the folder of all
     */
    public static Path cases(String kind, String set) {
        Path folder = folder("").resolveSibling("cases").resolve(kind).resolve(set);
        Assumptions.assumeTrue(Files.isDirectory(folder), "no cases in " + folder);
        return folder;
    }

    public static Plan plan(String set) throws IOException {
        return PlanFile.read(folder(set).resolve("plan.json"));
    }

    public static Scene scene(String set) throws IOException {
        return scene(folder(set));
    }

    /** The captures of a folder that holds a plan. */
    static Scene scene(Path folder) throws IOException {
        Plan plan = PlanFile.read(folder.resolve("plan.json"));
        List<Recording> recordings = new ArrayList<>();
        for (Tap tap : plan.taps()) {
            recordings.add(recording(folder, tap));
        }
        return new Scene(String.valueOf(folder.getFileName()), plan, recordings);
    }

    private static Recording recording(Path folder, Tap tap) throws IOException {
        List<Frame> frames = new ArrayList<>();
        try (CaptureReader reader =
                CaptureReader.open(folder.resolve(tap.files().getFirst()))) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                frames.add(Frame.of(packet));
            }
            return new Recording(tap, frames, reader.dropped());
        }
    }

    /** As {@link Verdicts#lines()}. */
    public static List<String> expected(String set) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(folder(set).resolve("expected.json").toFile());
        List<String> lines = new ArrayList<>();
        lines.add("run " + expected.get("run").asText());
        plan(set)
                .paths()
                .forEach(path -> lines.add(
                        path.id() + " " + rulings(expected.get("paths").get(path.id()))));
        return lines;
    }

    private static String rulings(JsonNode path) {
        String both = ruling(path.get("encryption")) + "; " + ruling(path.get("servicePath"));
        return path.has("policy") ? both + "; " + ruling(path.get("policy")) : both;
    }

    private static String ruling(JsonNode ruling) {
        return ruling.get("verdict").asText() + " " + ruling.get("reason").asText();
    }
}

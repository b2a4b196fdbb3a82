package io.ambientprober.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Captures made to mislead a judge, in the folder {@code cases/truth} beside that of the labelled ones. */
public final class HardCaptures {
    private HardCaptures() {}

    /** Names of all sets. */
    public static Stream<String> sets() throws IOException {
        Path folder = folder("");
        try (Stream<Path> sets = Files.list(folder)) {
            return sets
                    .filter(set -> Files.exists(set.resolve("allowed.json")))
                    .map(set -> set.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    public static Path folder(String set) {
        return Corpus.cases("truth", set);
    }

    /** Verdicts and exit codes that may be given. */
    public static JsonNode allowed(String set) throws IOException {
        return new ObjectMapper().readTree(folder(set).resolve("allowed.json").toFile());
    }

    public static Scene scene(String set) throws IOException {
        return Corpus.scene(folder(set));
    }
}

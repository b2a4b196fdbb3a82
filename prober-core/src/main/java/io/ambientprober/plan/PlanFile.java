package io.ambientprober.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** plan.json on disk. */
public final class PlanFile {
    private PlanFile() {}

    /**
     * Reads a whole plan, or says why not. The globs of its taps become the names that match them beside the file.
     *
     * @throws PlanFormatException when the file cannot be read or is not a plan
     */
    public static Plan read(Path file) throws PlanFormatException {
        return PlanReader.plan(JsonFile.read(file), CaptureNames.in(file.resolveSibling("")));
    }

    /**
     * Reads a whole plan that did not come from a file.
     *
     * @param name what complaints call it
     */
    public static Plan parse(String name, byte[] json) throws PlanFormatException {
        return PlanReader.plan(JsonFile.parse(name, json), CaptureNames.literal());
    }

    /** Writes what {@link #read} reads. */
    public static void write(Plan plan, Path file) throws IOException {
        Files.write(file, bytes(plan));
    }

    /** The plan as a file has it, in UTF-8. */
    public static byte[] bytes(Plan plan) {
        return (json(plan).toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A plan that is part of something else. */
    public static ObjectNode json(Plan plan) {
        return PlanWriter.plan(plan);
    }

    /** The other half of {@link #json(Plan)}. */
    public static Plan plan(JsonField field) throws PlanFormatException {
        return PlanReader.plan(field, CaptureNames.literal());
    }

    /** A path as plan.json has it, for reports that must be read without their plan. */
    public static ObjectNode json(ProbePath path) {
        return PlanWriter.path(path);
    }

    /** A tap as plan.json has it, for reports. */
    public static ObjectNode json(Tap tap) {
        return PlanWriter.tap(tap);
    }

    /** The other half of {@link #json}. */
    public static ProbePath path(JsonField field) throws PlanFormatException {
        return PlanReader.path(field, new HashMap<>());
    }

    /**
     * A tap as plan.json has it.
     *
     * @param seen where the ids of others stand; takes this one's
     */
    public static Tap tap(JsonField field, Map<String, String> seen) throws PlanFormatException {
        return PlanReader.tap(field, CaptureNames.literal(), seen);
    }
}

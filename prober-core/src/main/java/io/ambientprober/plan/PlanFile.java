package io.ambientprober.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** plan.json on disk. */
public final class PlanFile {
    private PlanFile() {}

    /**
     * Reads a whole plan, or says why not.
     *
     * @throws PlanFormatException when the file cannot be read or is no plan
     */
    public static Plan read(Path file) throws PlanFormatException {
        return PlanReader.plan(new JsonField(file.toString(), "", JsonFile.read(file)));
    }

    /** Writes what {@link #read} reads. */
    public static void write(Plan plan, Path file) throws IOException {
        Files.writeString(file, PlanWriter.plan(plan).toPrettyString() + "\n");
    }

    /** A path as plan.json has it, for reports that must be read without their plan. */
    public static ObjectNode json(ProbePath path) {
        return PlanWriter.path(path);
    }
}

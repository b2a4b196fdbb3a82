package io.ambientprober.report.model;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;

/** Lays a large report out with a line for each path, pod, flow and tap: half as long, and fit for {@code grep}. */
final class RowPerLine implements DefaultPrettyPrinter.Indenter {
    /** Of the report, and of its sections. */
    private static final int OBJECTS = 2;

    /** Of their lists. */
    private static final int ARRAYS = 3;

    private final int deepest;

    private RowPerLine(int deepest) {
        this.deepest = deepest;
    }

    static DefaultPrettyPrinter printer() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new RowPerLine(OBJECTS));
        printer.indentArraysWith(new RowPerLine(ARRAYS));
        return printer;
    }

    @Override
    public void writeIndentation(JsonGenerator generator, int level) throws IOException {
        if (generator.getOutputContext().getNestingDepth() <= deepest) {
            generator.writeRaw('\n');
        }
    }

    @Override
    public boolean isInline() {
        return false;
    }
}

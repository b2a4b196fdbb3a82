package io.ambientprober.report.text;

import io.ambientprober.report.model.VerdictLook;

/**
 * How a table may look; the edge decides it, knowing the terminal.
 *
 * @param marks the marks of {@code linkerd check} rather than ASCII ones
 * @param colours ANSI colours
 */
public record Style(boolean marks, boolean colours) {
    public static final Style PLAIN = new Style(false, false);
    private static final String RESET = "\033[0m";

    /** Text behind the mark of a verdict; only the mark has a colour, so that a copied line needs no cleaning. */
    public String marked(VerdictLook look, String text) {
        VerdictLook.Line line = look.line();
        String mark = marks ? line.mark() : line.ascii();
        String colour = colours ? line.colour().code() : "";
        return (colour.isEmpty() ? mark : colour + mark + RESET) + " " + text;
    }
}

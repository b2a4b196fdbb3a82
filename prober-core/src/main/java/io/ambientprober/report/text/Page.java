package io.ambientprober.report.text;

import io.ambientprober.input.Printable;
import io.ambientprober.report.model.VerdictLook;

/** The lines of a table. Everything that reaches it is made printable here, and nowhere else. */
final class Page {
    private static final String INDENT = "    ";
    private final StringBuilder text = new StringBuilder();
    private final Style style;

    Page(Style style) {
        this.style = style;
    }

    void heading(String heading) {
        gap();
        line(0, heading);
        line(0, "-".repeat(Printable.of(heading).length()));
    }

    void marked(VerdictLook look, String line) {
        text.append(style.marked(look, Printable.of(line))).append('\n');
    }

    void line(int depth, String line) {
        text.append(INDENT.repeat(depth)).append(Printable.of(line)).append('\n');
    }

    void gap() {
        if (!text.isEmpty()) {
            text.append('\n');
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

package io.ambientprober.report;

/**
 * How a table may look; the edge decides it, knowing the terminal.
 *
 * @param marks the marks of {@code linkerd check} rather than ASCII ones
 * @param colours ANSI colours
 */
public record Style(boolean marks, boolean colours) {
    public static final Style PLAIN = new Style(false, false);
}

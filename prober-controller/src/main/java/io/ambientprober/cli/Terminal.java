package io.ambientprober.cli;

import io.ambientprober.report.text.Style;
import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Where the command writes, and how it may look there.
 *
 * @param style what this place can show
 */
public record Terminal(PrintStream out, PrintStream err, Style style) {
    private static final String MARKS = "√‼×";

    /** Files and pipes get UTF-8 whatever the locale; a terminal gets its own character set. */
    @SuppressWarnings("SystemConsoleNull") // JDK 25 returns null again where there is no terminal (JDK-8351435).
    public static Terminal ofProcess() {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        Charset charset = terminal ? System.out.charset() : StandardCharsets.UTF_8;
        boolean marks = terminal && charset.newEncoder().canEncode(MARKS);
        return new Terminal(
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16), false, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                new Style(marks, terminal && coloursWanted()));
    }

    /**
     * Writes to standard output.
     *
     * @throws OutputException when the text did not get out whole, for example because the disk is full
     */
    void print(String text) throws OutputException {
        print(Stream.of(text));
    }

    /** Writes pieces of a text, as {@link #print(String)}. */
    void print(Stream<String> text) throws OutputException {
        text.forEach(out::print);
        flush();
    }

    /** Writes ASCII, which needs no character set, as {@link #print(String)}. */
    void write(WholeFile.Content content) throws OutputException {
        try {
            content.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("a PrintStream keeps its failures", e);
        }
        flush();
    }

    private void flush() throws OutputException {
        out.flush();
        if (out.checkError()) {
            throw new OutputException();
        }
    }

    private static boolean coloursWanted() {
        String noColor = System.getenv("NO_COLOR");
        return (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }
}

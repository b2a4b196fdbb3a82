package io.ambientprober.cli;

import io.ambientprober.report.model.Explanations;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "explain",
        description = "Explains a reason or a cause that a report names, or lists them.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  prober explain plaintext-masked")
final class ExplainCommand implements Callable<Integer> {
    private static final int NEAR = 3;

    @Parameters(paramLabel = "REASON", arity = "0..1", description = "A reason or a cause, as reports print it.")
    private @Nullable String reason;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    ExplainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws OutputException {
        Explanations explanations = Explanations.packed();
        String wanted = reason;
        if (wanted == null) {
            terminal.print(list("reasons", explanations.reasons()) + "\n" + list("causes", explanations.causes()));
            return ExitCode.PASS;
        }
        String section = explanations.section(wanted);
        if (section == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "no reason or cause is called '" + wanted + "'; near it: "
                            + String.join(", ", near(wanted, explanations)));
        }
        terminal.print(heading(wanted) + "\n" + section);
        return ExitCode.PASS;
    }

    private static String list(String what, List<String> names) {
        return heading(what) + String.join("\n", names) + "\n";
    }

    private static String heading(String text) {
        return text + "\n" + "-".repeat(text.length()) + "\n";
    }

    /** The nearest, and those that hold the word, or that the word holds. */
    private static List<String> near(String wanted, Explanations explanations) {
        List<String> codes = Stream.concat(explanations.reasons().stream(), explanations.causes().stream())
                .toList();
        Comparator<String> nearest = Comparator.comparingInt(code -> distance(code, wanted));
        Stream<String> alike = codes.stream().filter(code -> code.contains(wanted) || wanted.contains(code));
        return Stream.concat(codes.stream().sorted(nearest).limit(NEAR), alike)
                .distinct()
                .sorted(nearest)
                .toList();
    }

    /** How many letters must be changed, added or deleted (Levenshtein). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}

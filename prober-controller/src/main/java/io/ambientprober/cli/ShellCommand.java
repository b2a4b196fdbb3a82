package io.ambientprober.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** A command as it was given, to give it again: quoted for a POSIX shell where that is needed. */
final class ShellCommand {
    private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

    private ShellCommand() {}

    static String of(CommandSpec spec) {
        return of(spec.root().name(), spec.root().commandLine().getParseResult().originalArgs());
    }

    static String of(String name, List<String> args) {
        return Stream.concat(Stream.of(name), args.stream().map(ShellCommand::quoted))
                .collect(Collectors.joining(" "));
    }

    static String quoted(String arg) {
        return arg.matches(PLAIN) ? arg : "'" + arg.replace("'", "'\\''") + "'";
    }
}

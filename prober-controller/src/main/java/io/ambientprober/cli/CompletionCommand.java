package io.ambientprober.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = CompletionCommand.NAME,
        description = "Prints a script that completes commands and options in a shell.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  source <(prober completion bash)")
final class CompletionCommand implements Callable<Integer> {
    static final String NAME = "completion";

    /** One script serves both: it turns on zsh's emulation of bash. */
    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(paramLabel = "bash|zsh", description = "Which shell.")
    private Shell shell = Shell.BASH;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws OutputException {
        terminal.print(
                switch (shell) {
                    case BASH, ZSH ->
                        AutoComplete.bash(spec.root().name(), spec.root().commandLine());
                });
        return ExitCode.PASS;
    }
}

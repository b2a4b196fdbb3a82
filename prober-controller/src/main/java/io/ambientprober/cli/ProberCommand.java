package io.ambientprober.cli;

import io.ambientprober.release.ThisRelease;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

@Command(
        name = "prober",
        description = "Proves from packets whether the paths of an Istio ambient mesh are encrypted.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = ProberCommand.Version.class,
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  prober run --report html=report.html --evidence probe",
            "  prober analyze --plan captures --report junit=report.xml",
            "",
            "Exit codes: 0 pass, 1 fail, 2 inconclusive, 64 wrong usage or unreadable",
            "input, 70 internal error or no way to the cluster."
        })
final class ProberCommand {
    @HelpUnder(HelpHeading.GENERAL)
    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Also print the stack trace of an error.")
    boolean stackTrace;

    /** Whether a command's command line asks for it. */
    static boolean stackTrace(CommandSpec command) {
        return command.root().userObject() instanceof ProberCommand root && root.stackTrace;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"prober " + ThisRelease.version()};
        }
    }
}

package io.ambientprober.cli;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command {@code prober}. */
@Command(
        name = "prober",
        description = "Proves from packets whether an Istio ambient mesh encrypts its paths.",
        mixinStandardHelpOptions = true,
        versionProvider = Prober.Version.class,
        exitCodeOnInvalidInput = Prober.USAGE,
        exitCodeOnExecutionException = Prober.INTERNAL)
public final class Prober {
    static final int USAGE = 64;
    static final int INTERNAL = 70;

    private Prober() {}

    static void main(String[] args) {
        System.exit(new CommandLine(new Prober()).execute(args));
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Prober.class.getPackage().getImplementationVersion();
            return new String[] {"prober " + Objects.requireNonNullElse(version, "development")};
        }
    }
}

package io.ambientprober.cli;

import io.ambientprober.attest.SigningKey;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where what a verdict rests on is kept, and who signs it. */
@HelpUnder(HelpHeading.OUTPUT)
final class EvidenceOption {
    private static final String SIGN = "--sign";

    @Option(
            names = "--evidence",
            paramLabel = "DIR",
            description = "Also keep plan, packets and report there, with SHA-256 sums; DIR must be new or empty.")
    private @Nullable Path folder;

    @Option(
            names = SIGN,
            paramLabel = "KEY",
            converter = KeyFile.Name.class,
            description =
                    "Also sign the evidence with this key, an Ed25519 or ECDSA one in a PEM file (PKCS#8, not encrypted);"
                            + " 'prober verify' checks it.")
    private @Nullable Path key;

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    boolean isWanted() {
        return folder != null;
    }

    /** The key first, so that one that does not fit costs no run; null where nothing is to be kept. */
    @Nullable
    EvidenceBundle begin() throws InputException {
        SigningKey signing = key == null ? null : signing(key);
        try {
            return folder == null ? null : EvidenceBundle.in(folder, signing);
        } catch (NoSuchFileException e) {
            throw new InputException(new IOException(folder + ": the folder of --evidence cannot be made", e));
        } catch (IOException e) {
            throw new InputException(e);
        }
    }

    private SigningKey signing(Path file) {
        if (folder == null) {
            throw new ParameterException(spec.commandLine(), SIGN + ": there is nothing to sign without --evidence");
        }
        try {
            return KeyFile.signing(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), SIGN + ": " + FileTrouble.of(e), e);
        }
    }
}

package io.ambientprober.agent.cli;

import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Fingerprint;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whom a command takes orders from, and how it says where. */
public final class ControllerOption {
    @Option(
            names = "--controller-sha256",
            required = true,
            paramLabel = "HEX",
            converter = Converter.class,
            description = "SHA-256 of the certificate (DER) of the one controller that is served.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Fingerprint fingerprint;

    static final class Converter implements ITypeConverter<Fingerprint> {
        @Override
        public Fingerprint convert(String value) {
            try {
                return new Fingerprint(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    /**
     * Writes the first line of the process.
     *
     * @throws IOException when nobody could read it
     */
    public static void announce(Announcement announcement) throws IOException {
        PrintStream out = System.out;
        out.println(announcement.line());
        if (out.checkError()) {
            throw new IOException("cannot write to the standard output where it listens");
        }
    }
}

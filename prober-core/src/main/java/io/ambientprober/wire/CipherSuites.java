package io.ambientprober.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The registry of cipher suites (https://www.iana.org/assignments/tls-parameters): what a suite does is in its name. */
final class CipherSuites {
    private static final String REGISTRY = "cipher-suites.txt";
    private static final int HEX = 16;

    private static final Map<Integer, String> NAMES = read();

    private CipherSuites() {}

    private static Map<Integer, String> read() {
        try (InputStream registry = CipherSuites.class.getResourceAsStream(REGISTRY)) {
            if (registry == null) {
                throw new IllegalStateException(REGISTRY + " is missing from this build");
            }
            Map<Integer, String> names = new HashMap<>();
            new String(registry.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(suite -> names.put(Integer.parseInt(suite[0], HEX), suite[1]));
            return Map.copyOf(names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null for a number that has no name. */
    static @Nullable String name(int suite) {
        return NAMES.get(suite);
    }
}

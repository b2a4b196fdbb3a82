package io.ambientprober.lab.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A wall clock of some processes that can be stepped: libfaketime, preloaded (Debian: libfaketime). The machine's own is never touched,
 * and what measures how long something takes stays true, as it does when a real clock is set.
 */
public final class FakeClock {
    /** Debian has a folder in it for each architecture. */
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private static final Path NAME = Path.of("faketime", "libfaketimeMT.so.1");

    public static final String TRUE = "+0";

    private FakeClock() {}

    /** Why there is none on this machine. */
    public static Optional<String> obstacle() {
        return library().isPresent() ? Optional.empty() : Optional.of("libfaketime is not installed");
    }

    private static Optional<Path> library() {
        try (Stream<Path> folders = Files.list(LIBRARIES)) {
            return folders.map(folder -> folder.resolve(NAME))
                    .filter(Files::isRegularFile)
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * What makes a process have one.
     *
     * @param clock the file that {@link #step} writes, before such a process starts too
     */
    public static Map<String, String> environment(Path clock) {
        Path library =
                library().orElseThrow(() -> new IllegalStateException(obstacle().orElseThrow()));
        return Map.of(
                "LD_PRELOAD",
                library.toString(),
                "FAKETIME_TIMESTAMP_FILE",
                clock.toString(),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                // What it does for a flaw of old C libraries makes each wait with a time-out end at once, and a JVM
                // spin.
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0",
                "FAKETIME_CACHE_DURATION",
                "1");
    }

    /** The same, in front of a command. */
    static List<String> words(Path clock) {
        List<String> words = new ArrayList<>(List.of("env"));
        environment(clock).forEach((name, value) -> words.add(name + "=" + value));
        return words;
    }

    /** @param by in the words of faketime(1), for example {@code +2d}; {@link #TRUE} is the machine's clock */
    public static void step(Path clock, String by) throws IOException {
        Path written = Files.writeString(clock.resolveSibling(clock.getFileName() + ".next"), by + "\n");
        Files.move(written, clock, StandardCopyOption.ATOMIC_MOVE);
    }
}

package io.ambientprober.lab.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Command lines of small Java processes. A lab runs dozens, on a machine that may have two processors. */
public final class Jvms {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms8m",
            "-Xmx64m",
            "-Xss512k",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED");

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    /** A process that writes its cache at its end takes its time. */
    private static final Duration TRAINING_PATIENCE = Duration.ofSeconds(60);

    private final @Nullable Path caches;
    private final boolean training;
    private final Set<String> trained = new HashSet<>();

    private Jvms(@Nullable Path caches, boolean training) {
        this.caches = caches;
        this.training = training;
    }

    public static Jvms withoutCaches() {
        return new Jvms(null, false);
    }

    /** They start from AOT caches (JEP 514), where there are any; one that does not fit changes nothing. */
    public static Jvms startingFrom(Path caches) {
        return new Jvms(caches, false);
    }

    /** The first process of every kind writes a cache when it ends. */
    public static Jvms training(Path caches) {
        return new Jvms(caches, true);
    }

    /**
     * The command line of a class of this program's class path.
     *
     * @param kind processes of one kind share an AOT cache
     * @param options of the JVM
     */
    public List<String> main(String kind, Class<?> type, List<String> options, List<String> arguments) {
        List<String> words = small(kind);
        words.addAll(options);
        words.addAll(List.of("-cp", classPath(), type.getName()));
        words.addAll(arguments);
        return words;
    }

    /** How long a process may take to end once it was asked to. */
    public Duration patience() {
        return training ? TRAINING_PATIENCE : PATIENCE;
    }

    private List<String> small(String kind) {
        List<String> words = new ArrayList<>(List.of(JAVA.toString()));
        words.addAll(SMALL);
        words.addAll(cache(kind));
        return words;
    }

    private synchronized List<String> cache(String kind) {
        if (caches == null) {
            return List.of();
        }
        Path cache = caches.resolve(kind + ".aot");
        if (training) {
            return trained.add(kind) ? List.of("-XX:AOTCacheOutput=" + cache) : List.of();
        }
        return Files.exists(cache) ? List.of("-XX:AOTCache=" + cache, "-Xlog:disable") : List.of();
    }

    /** Absolute, since the one who started this program may have been elsewhere. */
    private static String classPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}

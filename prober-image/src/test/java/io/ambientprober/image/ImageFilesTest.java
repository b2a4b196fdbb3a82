package io.ambientprober.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in the image; {@code scripts/test-image} builds and unpacks it. */
@Tag("image")
class ImageFilesTest {
    private static final Path ROOT = Path.of(System.getProperty("prober.image.root", ""));
    private static final Path HOME = ROOT.resolve("opt/prober");
    private static final String EMULATOR = System.getProperty("prober.image.emulator", "");
    private static final String ARCHITECTURE = System.getProperty("prober.image.architecture", "");

    // elf.h: the bytes of e_ident, e_machine
    private static final int MAGIC = 0x7F454C46;
    private static final int MACHINE = 18;
    private static final int AMD64 = 62;
    private static final int ARM64 = 183;

    private static final Pattern NEEDED = Pattern.compile("\\(NEEDED\\).*\\[(.*)]");
    private static final Pattern CLASS_PATH = Pattern.compile("(?m)^app\\.classpath=\\$APPDIR/(.*)$");
    private static final Pattern MAIN_CLASS = Pattern.compile("(?m)^app\\.mainclass=(.*)$");
    private static final Pattern LOADER = Pattern.compile("program interpreter: (.*)]");

    @Test
    void everyProgramAndLibraryIsOfTheArchitectureThatTheImageNames() throws IOException {
        int expected = switch (ARCHITECTURE) {
            case "amd64" -> AMD64;
            case "arm64" -> ARM64;
            default -> throw new IllegalStateException("an architecture that this test does not know: " + ARCHITECTURE);
        };

        assertThat(binaries())
                .hasSizeGreaterThan(20)
                .allSatisfy(file -> assertThat(machine(file)).isEqualTo(expected));
    }

    @Test
    void everyLibraryThatAFileNeedsIsThere() throws Exception {
        Set<String> names = new HashSet<>();
        Set<String> needed = new HashSet<>();
        for (Path file : binaries()) {
            names.add(String.valueOf(file.getFileName()));
            needed.addAll(matches(
                    NEEDED, Command.run("readelf", "-d", file.toString()).out()));
        }

        assertThat(needed).contains("libc.so.6");
        assertThat(names).containsAll(needed).contains("libpcap.so.0.8", "libjnidispatch.so");
    }

    @Test
    void loaderIsWhereProgramsNameIt() throws Exception {
        for (String program : List.of("bin/prober", "bin/prober-agent", "lib/runtime/bin/java")) {
            Command.Ending read =
                    Command.run("readelf", "-l", HOME.resolve(program).toString());

            assertThat(matches(LOADER, read.out()))
                    .singleElement()
                    .satisfies(loader -> assertThat(Path.of(ROOT + loader)).isExecutable());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prober", "prober-agent"})
    void archiveOfClassesFitsTheCommand(String name) throws Exception {
        Path app = HOME.resolve("lib/app");
        String launcher = Files.readString(app.resolve(name + ".cfg"));
        String classPath = matches(CLASS_PATH, launcher).stream()
                .map(jar -> app.resolve(jar).toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command =
                new ArrayList<>(EMULATOR.isEmpty() ? List.of() : List.of(EMULATOR, "-L", ROOT.toString()));
        command.addAll(List.of(
                HOME.resolve("lib/runtime/bin/java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:SharedArchiveFile=" + HOME.resolve("lib/prober.jsa"),
                // Without it, the command is slower and says nothing.
                "-Xshare:on",
                "-cp",
                classPath));
        command.addAll(matches(MAIN_CLASS, launcher));
        command.add("--version");

        Command.Ending ending = Command.run(command.toArray(String[]::new));

        assertThat(ending.out() + ending.err()).startsWith(name + " ");
        assertThat(ending.exitCode()).isZero();
    }

    private static List<Path> binaries() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> header(file).getInt(0) == MAGIC)
                    .toList();
        }
    }

    private static int machine(Path file) {
        return header(file).order(ByteOrder.LITTLE_ENDIAN).getShort(MACHINE);
    }

    private static ByteBuffer header(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ByteBuffer.wrap(Arrays.copyOf(in.readNBytes(MACHINE + 2), MACHINE + 2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Collection<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}

package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigFileTest {
    @TempDir
    private Path folder = Path.of("");

    private final ProberProcess prober = new ProberProcess();

    private int run(String yaml, String... arguments) throws IOException {
        Path file = Files.writeString(folder.resolve("run.yaml"), yaml);
        String[] all = new String[arguments.length + 3];
        all[0] = "run";
        all[1] = "--config";
        all[2] = file.toString();
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return prober.run(
                (plan, ports) -> {
                    throw new IOException("nothing is analyzed");
                },
                all);
    }

    @Test
    void takesOptionsFromAFile() throws IOException {
        assertThat(run("image: registry.example.org/prober:1\nprint-images: true\n"))
                .isZero();
        assertThat(prober.out()).isEqualTo("registry.example.org/prober:1\n");
    }

    @Test
    void theCommandLineWins() throws IOException {
        assertThat(run("image: registry.example.org/prober:1\n", "--print-images", "--image", "other:2"))
                .isZero();
        assertThat(prober.out()).isEqualTo("other:2\n");
    }

    @Test
    void anEmptyFileChangesNothing() throws IOException {
        assertThat(run("# nothing\n", "--print-images")).isZero();
        assertThat(prober.out()).startsWith("ambient-prober:");
    }

    @Test
    void aTemplateOfPodsHasParts() throws IOException {
        assertThat(run(
                        "pod-template:\n  labels: {team: mesh}\n  tolerations: [{operator: Exists}]\n",
                        "--print-images"))
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "imagee: x      | 'imagee' is not an option of run",
                "config: x      | 'config' is not an option of run",
                "image: {a: b}  | 'image' has no value that an option takes",
                "pod-template: {a: b}  | 'a' is not a part of it",
                "pod-template: x  | not a mapping of parts",
                "- image        | not a mapping of options to values",
                "image: [       | expected",
                "image: !!set%A | Tag",
                "max-nodes: few | 'few' is not an int",
                "timeout: soon  | 'soon' is not a duration",
            })
    void saysWhatIsWrong(String yaml, String complaint) throws IOException {
        assertThat(run(yaml, "--print-images")).isEqualTo(ExitCode.USAGE);
        assertThat(prober.err()).contains(complaint).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image: a; image: b      | line 2, column 1: found duplicate key image",
                "nodes: [[a]]            | 'nodes' has no value that an option takes",
                "nodes: [null]           | 'nodes' has no value that an option takes",
                // The words quote what stands there, over the end of the line.
                "image: \"\\u00; x\"      | line 1, column 11: expected escape sequence of 4 hexadecimal numbers, but found: 00; x",
            })
    void saysWhereItIsWrong(String yaml, String complaint) throws IOException {
        assertThat(run(yaml.replace("; ", "\n"), "--print-images")).isEqualTo(ExitCode.USAGE);
        assertThat(prober.err())
                .startsWith("prober: " + folder.resolve("run.yaml") + ": " + complaint + " (")
                .hasLineCount(1);
    }

    @Test
    void anEmptyListIsNoValue() throws IOException {
        assertThat(run("nodes: []\nreport: []\nip-families: []\n", "--print-images"))
                .isZero();
    }

    @Test
    void namesTheFileThatCannotBeRead() throws IOException {
        Path latin1 = Files.write(folder.resolve("latin1.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE9, '\n'});
        Path deep = Files.writeString(folder.resolve("deep.yaml"), "image: " + "[".repeat(20_000));

        Path doubling = Files.writeString(
                folder.resolve("doubling.yaml"),
                "pod-template:\n  a0: &a0 {}\n"
                        + IntStream.range(0, 16)
                                .mapToObj(i -> "  a%2$d: &a%2$d [*a%1$d, *a%1$d, *a%1$d]\n".formatted(i, i + 1))
                                .collect(Collectors.joining()));

        assertRefused(doubling, "Number of aliases for non-scalar nodes exceeds the specified max=8");
        assertRefused(latin1, "not UTF-8");
        assertRefused(deep, "nested too deep");
        assertRefused(folder, "is a folder, not a file");
        assertRefused(Path.of("/dev/zero"), "larger than 1048576 bytes");
    }

    private void assertRefused(Path file, String complaint) {
        int exitCode = prober.run(
                (plan, ports) -> {
                    throw new IOException("nothing is analyzed");
                },
                "run",
                "--config=" + file);

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(prober.err())
                .startsWith("prober: " + file + ": " + complaint + " (")
                .hasLineCount(1);
    }

    @Test
    void saysThatThereIsNoFile() {
        int exitCode = prober.run(
                (plan, ports) -> {
                    throw new IOException("nothing is analyzed");
                },
                "run",
                "--config=/does/not/exist.yaml");

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(prober.err()).contains("/does/not/exist.yaml: no such file");
    }
}

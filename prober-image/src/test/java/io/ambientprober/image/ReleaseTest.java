package io.ambientprober.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two releases of the same sources, made in two folders: {@code scripts/test-release}. */
@Tag("image")
@Tag("release")
class ReleaseTest {
    private static final Path FIRST = Path.of(System.getProperty("prober.release", ""));
    private static final Path SECOND = Path.of(System.getProperty("prober.release.again", ""));
    private static final long MOST_BYTES = 80_000_000;

    /** What holds an image holds its archive of classes, and sums hold sums of it. */
    private static final String WITH_IMAGE = "SHA256SUMS|ambient-prober-.*\\.tar";

    @Test
    void holdsWhatAStrangerNeeds() throws IOException {
        assertThat(names(FIRST))
                .contains("SHA256SUMS", "install-job.yaml", "install-cronjob.yaml", "install-acceptance.yaml")
                .anyMatch(name -> name.matches("ambient-prober-.*-(amd64|arm64)\\.tar"))
                .anyMatch(name -> name.matches("ambient-prober-.*-oci\\.tar"))
                .anyMatch(name -> name.matches("ambient-prober-.*-(amd64|arm64)\\.cdx\\.json"))
                .anyMatch(name -> name.matches("prober-.*-linux-(amd64|arm64)\\.cdx\\.json"));
        assertThat(Files.size(command())).isLessThanOrEqualTo(MOST_BYTES);
    }

    @Test
    void theSameSourcesMakeTheSameFiles() throws IOException {
        assertThat(names(FIRST)).isEqualTo(names(SECOND));
        assertThat(names(FIRST).stream().filter(name -> !name.matches(WITH_IMAGE)))
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(Files.mismatch(FIRST.resolve(name), SECOND.resolve(name)))
                        .as("the first byte that differs")
                        .isEqualTo(-1));
    }

    @Test
    void imagesDifferInTheArchiveOfClassesAlone() throws Exception {
        List<String> first = layers(image(FIRST));
        List<String> second = layers(image(SECOND));

        assertThat(first).hasSizeGreaterThan(4).hasSameSizeAs(second);
        assertThat(first.subList(0, first.size() - 1)).isEqualTo(second.subList(0, second.size() - 1));
    }

    @Test
    void theLayoutHoldsTheSameLayersAndConfiguration() throws Exception {
        Path layout = only(FIRST, "ambient-prober-.*-oci\\.tar");

        assertThat(shell("skopeo inspect oci-archive:\"$1\" | jq -r '.Layers[]'", layout)
                        .lines()
                        .map(digest -> digest.replace("sha256:", "") + ".tar.gz"))
                .containsExactlyElementsOf(layers(image(FIRST)));
        String sum = shell("tar -xOf \"$1\" config.json | sha256sum | cut -d' ' -f1", image(FIRST))
                .strip();
        assertThat(shell("tar -tf \"$1\"", layout).lines()).contains("blobs/sha256/" + sum);
    }

    @Test
    void everySumIsRight() throws Exception {
        assertThat(shell("cd \"$1\" && sha256sum --check SHA256SUMS", FIRST).lines())
                .hasSize(names(FIRST).size() - 1)
                .allMatch(line -> line.endsWith(": OK"));
    }

    @Test
    void theBillOfTheCommandNamesEachOfItsJars() throws Exception {
        List<String> jars = shell("tar -tzf \"$1\" | sed -n 's,.*/lib/app/\\(.*\\)\\.jar$,\\1,p'", command())
                .lines()
                .filter(jar -> !jar.startsWith("prober-controller-"))
                .toList();
        List<String> named = shell(
                        "jq -r '.components[] | \"\\(.name)-\\(.version)\"' \"$1\"",
                        only(FIRST, "prober-.*\\.cdx\\.json"))
                .lines()
                .toList();

        assertThat(jars).hasSizeGreaterThan(30);
        assertThat(named).containsAll(jars).anyMatch(name -> name.startsWith("openjdk-25"));
    }

    @Test
    void theManifestsNameTheImageThatIsThere() throws Exception {
        String tag = shell("tar -xOf \"$1\" manifest.json | jq -r '.[0].RepoTags[0]'", image(FIRST))
                .strip();

        assertThat(tag).startsWith("ambient-prober:");
        assertThat(Stream.of("job", "cronjob", "acceptance"))
                .allSatisfy(overlay -> assertThat(Files.readAllLines(FIRST.resolve("install-" + overlay + ".yaml")))
                        .anyMatch(line -> line.strip().equals("image: " + tag)));
    }

    private static Path command() throws IOException {
        return only(FIRST, "prober-.*\\.tar\\.gz");
    }

    private static Path image(Path release) throws IOException {
        return only(release, "ambient-prober-.*-(amd64|arm64)\\.tar");
    }

    private static List<String> layers(Path image) throws Exception {
        return shell("tar -xOf \"$1\" manifest.json | jq -r '.[0].Layers[]'", image)
                .lines()
                .toList();
    }

    private static Path only(Path release, String name) throws IOException {
        List<String> found =
                names(release).stream().filter(file -> file.matches(name)).toList();
        assertThat(found).as(name).hasSize(1);
        return release.resolve(found.getFirst());
    }

    private static List<String> names(Path release) throws IOException {
        try (Stream<Path> files = Files.list(release)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String shell(String script, Path file) throws Exception {
        Command.Ending ending = Command.run("bash", "-euo", "pipefail", "-c", script, "bash", file.toString());
        assertThat(ending.exitCode()).as(ending.err()).isZero();
        return ending.out();
    }
}

package io.ambientprober.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What kustomize makes of the manifests, by the script that a release renders them with; needs no cluster. */
final class Kustomize {
    static final Path MANIFESTS = Path.of("..", "manifests");

    private static final String SCRIPT = "../scripts/lib/kustomize";
    /** Go may have to build it. */
    private static final int LONGEST_SECONDS = 300;

    private Kustomize() {}

    /** Folders of the manifests that kustomize can add to an overlay. */
    static List<String> components() throws IOException {
        return folders("components");
    }

    static List<String> overlays() throws IOException {
        return folders("overlays");
    }

    private static List<String> folders(String of) throws IOException {
        try (Stream<Path> folders = Files.list(MANIFESTS.resolve(of))) {
            return folders.filter(folder -> Files.exists(folder.resolve("kustomization.yaml")))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** The objects of an overlay with some components. */
    static Map<String, ObjectNode> render(String overlay, List<String> components) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "kustomize");
        try {
            String up = folder.toAbsolutePath()
                    .relativize(MANIFESTS.toAbsolutePath().normalize())
                    .toString();
            Files.writeString(
                    folder.resolve("kustomization.yaml"),
                    components.stream()
                            .map(component -> "\n  - " + up + "/components/" + component)
                            .collect(Collectors.joining(
                                    "", "resources:\n  - " + up + "/overlays/" + overlay + "\ncomponents:", "\n")));
            return KubernetesObjects.parse(output(folder));
        } finally {
            Files.delete(folder.resolve("kustomization.yaml"));
            Files.delete(folder);
        }
    }

    private static String output(Path folder) throws IOException {
        Path out = Files.createTempFile("kustomize", ".yaml");
        try {
            Process process = new ProcessBuilder(SCRIPT, folder.toString())
                    .redirectOutput(out.toFile())
                    .redirectErrorStream(true)
                    .start();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(Files.readString(out));
            }
            return Files.readString(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        } finally {
            Files.delete(out);
        }
    }
}

package io.ambientprober.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The chart, as Helm renders it without a cluster. */
final class HelmChart {
    static final Path FOLDER = Path.of("..", "charts", "ambient-prober");

    /** In whose place the chart makes all of its own. */
    static final String ANOTHER_NAMESPACE = "default";

    /** The library leaves hooks out of what it renders: here that annotation has this name, and makes none. */
    static final String HOOK = "example.org/hook";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KUBERNETES = "1.36.0";
    private static final Path WITHOUT_HOOKS = withoutHooks();

    private HelmChart() {}

    /**
     * The objects for some values.
     *
     * @param values YAML
     * @throws IllegalStateException with Helm's words, where it refuses them
     */
    static Map<String, ObjectNode> render(String values, String namespace) throws IOException {
        Path file = file(values);
        try {
            TemplateCommand template = new Helm(WITHOUT_HOOKS)
                    .template()
                    .withName("release")
                    .withNamespace(namespace)
                    .withKubeVersion(KUBERNETES)
                    .withValuesFile(file);
            return KubernetesObjects.parse(template.call());
        } finally {
            Files.delete(file);
        }
    }

    static Map<String, ObjectNode> render(String values) throws IOException {
        return render(values, ANOTHER_NAMESPACE);
    }

    /** What {@code helm install} prints. */
    static String notes(String values, String namespace) throws IOException {
        Path file = file(values);
        try {
            InstallCommand install = new Helm(FOLDER)
                    .install()
                    .withName("release")
                    .withNamespace(namespace)
                    .withKubeVersion(KUBERNETES)
                    .withValuesFile(file)
                    .clientOnly()
                    .dryRun()
                    .debug();
            String output = install.call().getOutput();
            return output.substring(output.indexOf("\nNOTES:"));
        } finally {
            Files.delete(file);
        }
    }

    static JsonNode defaults() throws IOException {
        return JSON.valueToTree(new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(FOLDER.resolve("values.yaml"))));
    }

    private static Path withoutHooks() {
        Path copy = Path.of("target", "chart-without-hooks");
        try (Stream<Path> files = Files.walk(FOLDER, FileVisitOption.FOLLOW_LINKS)) {
            deleteWithAll(copy);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = copy.resolve(FOLDER.relativize(file));
                Files.createDirectories(Objects.requireNonNull(to.getParent()));
                Files.writeString(to, Files.readString(file).replace("helm.sh/hook", HOOK));
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Else a template that is gone from the chart would stay in the copy. */
    private static void deleteWithAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Path file(String values) throws IOException {
        return Files.writeString(Files.createTempFile("values", ".yaml"), values);
    }
}

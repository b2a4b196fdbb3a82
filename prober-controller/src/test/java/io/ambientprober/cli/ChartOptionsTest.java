package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.cluster.PodTemplate;
import io.ambientprober.report.text.Style;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The chart's schema knows the options of a run, with their types, and the parts of a pod's template. */
class ChartOptionsTest {
    private static final Path SCHEMA = Path.of("..", "charts", "ambient-prober", "values.schema.json");

    /** These would prove nothing, mean nothing in a pod, have a value of their own, or bring a key that signs into the cluster. */
    private static final Set<String> LEFT_OUT = Set.of(
            "config",
            "context",
            "dry-run",
            "help",
            "image",
            "kubeconfig",
            "print-images",
            "sign",
            "standing",
            "version");

    private static JsonNode schema() throws IOException {
        return new ObjectMapper().readTree(SCHEMA.toFile());
    }

    @Test
    void everyOptionOfARunIsAValue() throws IOException {
        Map<String, String> options = new TreeMap<>();
        CommandLine line = new CommandLine(new RunCommand(new Terminal(System.out, System.err, Style.PLAIN)));
        for (OptionSpec option : line.getCommandSpec().options()) {
            String name = option.longestName().replaceFirst("^--", "");
            if (!LEFT_OUT.contains(name)) {
                options.put(name, type(option));
            }
        }
        Map<String, String> values = new TreeMap<>();
        schema().at("/properties/run/properties")
                .properties()
                .forEach(value -> values.put(value.getKey(), type(value.getValue())));

        assertThat(values)
                .as("options of `prober run` under /properties/run/properties of " + SCHEMA)
                .isEqualTo(options);
    }

    private static String type(OptionSpec option) {
        if (option.isMultiValue()) {
            return "list";
        }
        Class<?> type = option.type();
        if (type == boolean.class) {
            return "boolean";
        }
        if (type == int.class) {
            return "integer";
        }
        return type == Duration.class ? "duration" : type == PodTemplate.class ? "pod" : "text";
    }

    private static String type(JsonNode schema) {
        String named = schema.path("$ref").asText().replaceFirst("^#/definitions/", "");
        if (!named.isEmpty()) {
            return named;
        }
        String type = schema.path("type").asText();
        return type.isEmpty() || type.equals("string") ? "text" : type;
    }

    @Test
    void everyPartOfAPodsTemplateIsAValue() throws IOException {
        assertThat(schema().at("/definitions/pod/properties").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(PodTemplate.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }
}

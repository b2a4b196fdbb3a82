package io.ambientprober.alerts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The components {@code alerts} and {@code dashboard}. */
final class AlertRules {
    private static final Path COMPONENTS = Path.of("..", "manifests", "components");
    private static final ObjectMapper JSON = new ObjectMapper();

    private AlertRules() {}

    /** As Prometheus reads them: groups of rules. */
    static JsonNode groups() throws IOException {
        return document("alerts/rules.yaml").path("spec");
    }

    static JsonNode dashboard() throws IOException {
        return JSON.readTree(document("dashboard/dashboard.yaml")
                .path("data")
                .path("ambient-prober.json")
                .asText());
    }

    private static JsonNode document(String file) throws IOException {
        return JSON.valueToTree(
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(COMPONENTS.resolve(file))));
    }
}

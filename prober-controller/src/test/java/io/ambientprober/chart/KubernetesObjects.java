package io.ambientprober.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Documents in YAML, by kind, namespace and name. */
final class KubernetesObjects {
    private static final ObjectMapper JSON = new ObjectMapper();

    private KubernetesObjects() {}

    static Map<String, ObjectNode> parse(String documents) {
        Map<String, ObjectNode> objects = new TreeMap<>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(documents)) {
            if (document != null) {
                ObjectNode object = JSON.valueToTree(document);
                String id = object.path("kind").asText() + " "
                        + object.at("/metadata/namespace").asText()
                        + "/" + object.at("/metadata/name").asText();
                assertThat(objects.put(id, object)).as("twice: %s", id).isNull();
            }
        }
        return objects;
    }
}

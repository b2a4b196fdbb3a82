package io.ambientprober.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.cluster.Inventory.Item;
import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Question;
import io.ambientprober.run.Site.Way;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An object of every row of the inventory, as runs ask the API server for it: of a run of fresh canaries, and of one of standing ones. */
public final class InventorySamples {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final KubernetesSerialization OBJECTS = new KubernetesSerialization();

    private InventorySamples() {}

    /** Something that a run makes. */
    public record Sample(String resource, ObjectNode object) {
        static Sample of(Item item) {
            HasMetadata object = item.object();
            SameObject.mark(object);
            try {
                return new Sample(item.row().kind().plural(), (ObjectNode) JSON.readTree(OBJECTS.asJson(object)));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }

        public String namespace() {
            return object.at("/metadata/namespace").asText();
        }

        /** The path at which it is made. */
        public String path() {
            String version = object.path("apiVersion").asText();
            return (version.contains("/") ? "/apis/" : "/api/") + version + "/namespaces/" + namespace() + "/"
                    + resource;
        }

        /** What it is of: {@code agent}, {@code canary-server} and so on. */
        String component() {
            return object.at("/metadata/labels").path(Labels.COMPONENT).asText();
        }

        boolean isAgent() {
            return component().equals("agent");
        }

        boolean isPod() {
            return resource.equals("pods");
        }

        boolean runsPods() {
            return isPod() || resource.equals("daemonsets");
        }

        public Sample copy() {
            return new Sample(resource, object.deepCopy());
        }

        @Override
        public String toString() {
            return resource + " of " + component() + " in " + namespace();
        }
    }

    /**
     * One of each kind.
     *
     * @param image of every pod
     */
    public static List<Sample> of(String image) {
        return of(image, PodTemplate.NONE);
    }

    static List<Sample> of(String image, PodTemplate template) {
        Map<String, Sample> kinds = new LinkedHashMap<>();
        for (boolean standing : new boolean[] {false, true}) {
            ClusterOptions options = options(image, template, standing);
            Inventory.of(options, true)
                    .items(blueprint(options))
                    .map(Sample::of)
                    .forEach(made -> kinds.putIfAbsent(made.toString(), made));
        }
        return List.copyOf(kinds.values());
    }

    static Blueprint blueprint(ClusterOptions options) {
        List<String> nodes = List.of("node", "other");
        return new Blueprint(
                RunScope.ofKey("7Z3K9QWM2TXB"),
                options,
                CanaryPods.of(options),
                options.namespaces().stream()
                        .map(InventorySamples::namespace)
                        .collect(Collectors.toMap(ReadyNamespace::name, Function.identity())),
                nodes,
                Coverage.ring(nodes, EnumSet.allOf(Way.class), true),
                key("a"),
                key("b"),
                List.of());
    }

    private static ReadyNamespace namespace(String name) {
        return ReadyNamespace.of(
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build(),
                ZtunnelMesh.ISTIO,
                new ObjectMetaBuilder()
                        .withName("owner")
                        .withUid("6f1c8a52-7c6b-4a3e-9a51-0d8f4e6f2b11")
                        .build());
    }

    private static ControllerKey key(String digit) {
        return new ControllerKey(digit.repeat(64), "certificate", "key");
    }

    private static ClusterOptions options(String image, PodTemplate template, boolean standing) {
        return new ClusterOptions(
                EnumSet.of(Question.CANARIES),
                new NodeChoice(List.of(), "", 10),
                ClusterOptions.MESH_NAMESPACE,
                ClusterOptions.MESH_NAMESPACE,
                List.of(),
                EnumSet.allOf(IpFamily.class),
                List.of(),
                image,
                template,
                standing,
                false,
                Duration.ofMinutes(5));
    }
}

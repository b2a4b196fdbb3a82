package io.ambientprober.cluster.mesh;

import java.io.IOException;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What istiod's ConfigMap says of the mesh (istio.io, MeshConfig).
 *
 * @param trustDomain of its identities
 * @param rootNamespace whose policies are for the whole mesh
 */
public record MeshConfig(String trustDomain, String rootNamespace) {
    private static final String USUAL_TRUST_DOMAIN = "cluster.local";

    /** istiod takes the last of several equal keys (istio/istio 1.30, pkg/util/protomarshal with sigs.k8s.io/yaml). */
    private static final LoadSettings AS_ISTIOD =
            LoadSettings.builder().setAllowDuplicateKeys(true).build();

    /**
     * Reads what is said, and what holds where nothing is.
     *
     * @param yaml key {@code mesh} of the ConfigMap
     * @param namespace of istiod, which is the root namespace unless another is named
     * @throws IOException when it is not what istiod would understand
     */
    static MeshConfig read(String yaml, String namespace) throws IOException {
        Map<?, ?> said = mapping(yaml);
        return new MeshConfig(text(said, "trustDomain", USUAL_TRUST_DOMAIN), text(said, "rootNamespace", namespace));
    }

    private static Map<?, ?> mapping(String yaml) throws IOException {
        try {
            Object root = new Load(AS_ISTIOD).loadFromString(yaml);
            if (root == null) {
                return Map.of();
            }
            if (root instanceof Map<?, ?> map) {
                return map;
            }
            throw new IOException("its key mesh is not a mapping");
        } catch (YamlEngineException | IllegalArgumentException | StackOverflowError e) {
            throw new IOException("its key mesh is no YAML", e);
        }
    }

    private static String text(Map<?, ?> said, String key, String otherwise) throws IOException {
        return switch (said.get(key)) {
            case null -> otherwise;
            case String text when text.isEmpty() -> otherwise;
            case String text -> text;
            default -> throw new IOException("its " + key + " is not text");
        };
    }
}

package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What the manifests grant to the prober's account. */
final class ManifestRights {
    private static final Path MANIFESTS = Path.of("..", "manifests");

    private ManifestRights() {}

    /** By the base and all components together. */
    static Set<Right> granted() throws IOException {
        Set<Right> granted = new HashSet<>();
        for (String folder : folders()) {
            granted.addAll(granted(folder));
        }
        return granted;
    }

    /** Below the manifests, those that grant something. */
    static List<String> folders() throws IOException {
        try (Stream<Path> files = Files.walk(MANIFESTS)) {
            return files.filter(file -> file.endsWith("rbac.yaml"))
                    .map(file -> MANIFESTS.relativize(file.getParent()).toString())
                    .sorted()
                    .toList();
        }
    }

    /** @param folder below the manifests */
    static Set<Right> granted(String folder) throws IOException {
        KubernetesSerialization serialization = new KubernetesSerialization();
        Set<Right> granted = new HashSet<>();
        String text = Files.readString(MANIFESTS.resolve(folder).resolve("rbac.yaml"));
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(text)) {
            switch (String.valueOf(((Map<?, ?>) document).get("kind"))) {
                case "Role" -> {
                    Role role = serialization.convertValue(document, Role.class);
                    add(granted, role.getRules(), role.getMetadata().getNamespace());
                }
                case "ClusterRole" ->
                    add(
                            granted,
                            serialization
                                    .convertValue(document, ClusterRole.class)
                                    .getRules(),
                            "");
                default -> {
                    // Grants nothing by itself.
                }
            }
        }
        return granted;
    }

    /** A rule for named objects only is written {@code resource:name}, and is never taken for the right to all of them. */
    private static void add(Set<Right> granted, List<PolicyRule> rules, String namespace) {
        for (PolicyRule rule : rules) {
            String names = rule.getResourceNames().isEmpty() ? "" : ":" + String.join(",", rule.getResourceNames());
            for (String group : rule.getApiGroups()) {
                for (String resource : rule.getResources()) {
                    rule.getVerbs().forEach(verb -> granted.add(new Right(verb, group, resource + names, namespace)));
                }
            }
        }
    }
}

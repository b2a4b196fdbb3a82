package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;

/** The AuthorizationPolicies of a run (istio.io/docs/reference/config/security/authorization-policy). */
final class PolicyObjects {
    private final RunObjects objects;

    PolicyObjects(RunObjects objects) {
        this.objects = objects;
    }

    /** Nobody reaches the denied port: holds for traffic in clear, too. */
    GenericKubernetesResource deny(ReadyNamespace servers, Map<String, String> selector) {
        return policy(
                servers, "deny", selector, "DENY", List.of(Map.of("to", ports("ports", CanaryPort.DENIED.usual()))));
    }

    /**
     * Only these identities reach the identity port. An ALLOW denies whatever it does not name, so the other ports are named.
     *
     * @param principals by their end, as the trust domain is the mesh's affair
     */
    GenericKubernetesResource allow(ReadyNamespace servers, Map<String, String> selector, List<String> principals) {
        return policy(
                servers,
                "allow",
                selector,
                "ALLOW",
                List.of(
                        Map.of(
                                "from",
                                List.of(Map.of("source", Map.of("principals", principals))),
                                "to",
                                ports("ports", CanaryPort.IDENTITY.usual())),
                        Map.of("to", ports("notPorts", CanaryPort.IDENTITY.usual()))));
    }

    private GenericKubernetesResource policy(
            ReadyNamespace servers, String name, Map<String, String> selector, String action, List<?> rules) {
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(Kind.AUTHORIZATION_POLICY.apiVersion())
                .withKind(Kind.AUTHORIZATION_POLICY.kind())
                .withMetadata(objects.metadata(servers.name(), name, "policy", servers.owner())
                        .build())
                .addToAdditionalProperties(
                        "spec", Map.of("selector", Map.of("matchLabels", selector), "action", action, "rules", rules))
                .build();
    }

    private static List<?> ports(String field, int port) {
        return List.of(Map.of("operation", Map.of(field, List.of(String.valueOf(port)))));
    }

    static String principal(String namespace, String serviceAccount) {
        return "*/ns/" + namespace + "/sa/" + serviceAccount;
    }
}

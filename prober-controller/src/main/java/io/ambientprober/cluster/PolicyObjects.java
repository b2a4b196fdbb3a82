package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.run.Site.Zone;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The AuthorizationPolicies of a run (istio.io/docs/reference/config/security/authorization-policy). */
final class PolicyObjects {
    static final String COMPONENT = "policy";

    /** The component of the pod that watches them. */
    static final String GATE = "policy-gate";

    private final Blueprint run;

    PolicyObjects(Blueprint run) {
        this.run = run;
    }

    Stream<GenericKubernetesResource> all() {
        ReadyNamespace servers = run.servers(Zone.MESH);
        Map<String, String> selector = run.canaries().serverSelector(run.objects());
        return Stream.of(deny(servers, selector), allow(servers, selector, principals()));
    }

    /** A waypoint in between is what the server then sees. */
    private List<String> principals() {
        String client = principal(run.options().from(), run.canaries().clientAccount(run.scope()));
        return Stream.concat(Stream.of(client), run.throughWaypoint().stream())
                .distinct()
                .toList();
    }

    /** Nobody reaches the denied port: holds for traffic in the clear, too. */
    private GenericKubernetesResource deny(ReadyNamespace servers, Map<String, String> selector) {
        return policy(
                servers, "deny", selector, "DENY", List.of(Map.of("to", ports("ports", CanaryPort.DENIED.usual()))));
    }

    /**
     * Only these identities reach the identity port. An ALLOW denies whatever it does not name, so the other ports are named.
     *
     * @param principals by their end, as the trust domain is the mesh's affair
     */
    private GenericKubernetesResource allow(
            ReadyNamespace servers, Map<String, String> selector, List<String> principals) {
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
                .withMetadata(run.objects().metadata(servers, name, COMPONENT).build())
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

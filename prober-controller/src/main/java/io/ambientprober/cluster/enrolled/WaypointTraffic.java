package io.ambientprober.cluster.enrolled;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a waypoint takes, by the address that is dialled: a label of its Gateway, or else of that one's GatewayClass (istio.io, "Waypoint traffic
 * types"; pilot, ambient/waypoints.go).
 */
public enum WaypointTraffic {
    SERVICE,
    WORKLOAD,
    ALL,
    NONE;

    public static final ResourceDefinitionContext GATEWAY = kind("Gateway", "gateways", true);
    public static final ResourceDefinitionContext GATEWAY_CLASS = kind("GatewayClass", "gatewayclasses", false);

    private static final String LABEL = "istio.io/waypoint-for";

    private static ResourceDefinitionContext kind(String kind, String plural, boolean namespaced) {
        return new ResourceDefinitionContext.Builder()
                .withGroup("gateway.networking.k8s.io")
                .withVersion("v1")
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }

    /**
     * @param gateway its labels; null where there are none
     * @param gatewayClass the same of its class; null also where that is not known
     */
    public static WaypointTraffic of(
            @Nullable Map<String, String> gateway, @Nullable Map<String, String> gatewayClass) {
        String own = label(gateway);
        String said = own == null ? label(gatewayClass) : own;
        for (WaypointTraffic traffic : values()) {
            if (traffic.word().equals(said)) {
                return traffic;
            }
        }
        return SERVICE;
    }

    private static @Nullable String label(@Nullable Map<String, String> labels) {
        return labels == null ? null : labels.get(LABEL);
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it takes what is sent to Services. */
    public boolean takesServices() {
        return this == SERVICE || this == ALL;
    }

    /** Whether it takes what is sent to pods by their own addresses. */
    public boolean takesPods() {
        return this == WORKLOAD || this == ALL;
    }
}

package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Map;

/** Whether istiod follows a label that names a Gateway as a waypoint (istio/istio 1.30, pilot/pkg/serviceregistry/ambient/waypoints.go). */
public final class WaypointGateway {
    private static final String HBONE = "HBONE";
    private static final int HBONE_PORT = 15008;

    private WaypointGateway() {}

    /**
     * Why it does not.
     *
     * @param gateway that is named
     * @param namespace whose label, or whose Service's, names it
     * @param labels of that namespace
     * @return what follows on the Gateway's name; empty where it is followed
     */
    public static String trouble(GenericKubernetesResource gateway, String namespace, Map<String, String> labels) {
        try {
            return troubleIn(gateway, namespace, labels);
        } catch (MalformedException e) {
            return "which cannot be understood (" + e.getMessage() + ")";
        }
    }

    static String troubleIn(GenericKubernetesResource gateway, String namespace, Map<String, String> labels)
            throws MalformedException {
        Tree tree = Tree.of(gateway);
        if (tree.at("status").at("addresses").items().isEmpty()) {
            return "which has no address: none of its pods was ever ready";
        }
        Tree admitted = admitted(tree);
        return switch (admitted.at("from").text()) {
            case "All" -> "";
            case "Selector" ->
                !admitted.at("selector").isMissing()
                                && Selector.of(admitted.at("selector")).matches(labels)
                        ? ""
                        : "whose listener does not select namespace " + namespace;
            case null, default ->
                namespace.equals(gateway.getMetadata().getNamespace())
                        ? ""
                        : "whose listener admits its own namespace only";
        };
    }

    /** Which namespaces its listener for HBONE admits; nothing where it has none. */
    private static Tree admitted(Tree gateway) throws MalformedException {
        for (Tree listener : gateway.at("spec").at("listeners").items()) {
            if (HBONE.equals(listener.at("protocol").text())
                    && listener.at("port").value() instanceof Number port
                    && port.intValue() == HBONE_PORT) {
                return listener.at("allowedRoutes").at("namespaces");
            }
        }
        return new Tree("", "", null);
    }
}

package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ambientprober.cluster.FindWaypoint.Found;
import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which paths a plan declares a waypoint for: what istiod would send through it. */
class FindWaypointTest {
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: waypoint-1, namespace: %s, labels: {gateway.networking.k8s.io/gateway-name: waypoint}}
            spec: {serviceAccountName: waypoint, containers: [{name: main, image: x}]}
            """;

    private static final String ADDRESS = "status: {addresses: [{type: Hostname, value: waypoint.svc}]}\n";
    private static final String CLASS = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: GatewayClass
            metadata: {name: istio-waypoint, labels: {istio.io/waypoint-for: workload}}
            spec: {controllerName: istio.io/mesh-controller}
            """;

    private final SimulatedApi api = new SimulatedApi();
    private final List<String> notes = new ArrayList<>();

    @AfterEach
    void close() {
        api.close();
    }

    /** Label of the Gateway, that of its class or none, and the paths that the waypoint is declared for. */
    static List<Arguments> types() {
        return List.of(
                arguments("", "", Set.of(Way.SERVICE)),
                arguments("service", "", Set.of(Way.SERVICE)),
                arguments("workload", "", Set.of(Way.POD_IP)),
                arguments("all", "", Set.of(Way.SERVICE, Way.POD_IP)),
                arguments("none", "", Set.of()),
                arguments("", CLASS, Set.of(Way.POD_IP)),
                arguments("service", CLASS, Set.of(Way.SERVICE)));
    }

    @ParameterizedTest
    @MethodSource("types")
    void takesWhatItsTypeSays(String label, String gatewayClass, Set<Way> ways) throws SiteException {
        String labels = label.isEmpty() ? "" : ", labels: {istio.io/waypoint-for: " + label + "}";
        load("shop", labels, "", ADDRESS);
        if (!gatewayClass.isEmpty()) {
            api.load(gatewayClass);
        }

        Found found = find("shop");

        assertThat(found.waypoint()).isNotNull();
        assertThat(found.ways()).isEqualTo(ways);
        assertThat(notes).isEmpty();
    }

    /** Which namespaces a listener in another namespace admits, and whether the waypoint is declared. */
    static List<Arguments> listeners() {
        String selector = ", allowedRoutes: {namespaces: {from: Selector, selector: {matchLabels: {tier: %s}}}}";
        return List.of(
                arguments("", false),
                arguments(", allowedRoutes: {namespaces: {from: Same}}", false),
                arguments(", allowedRoutes: {namespaces: {from: All}}", true),
                arguments(", allowedRoutes: {namespaces: {from: Selector}}", false),
                arguments(selector.formatted("inner"), true),
                arguments(selector.formatted("outer"), false));
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void elsewhereItsListenerDecides(String admitted, boolean declared) throws SiteException {
        load("gates", "", admitted, ADDRESS);

        assertThat(find("gates").waypoint() != null).isEqualTo(declared);
        assertThat(notes).hasSize(declared ? 0 : 1);
    }

    @Test
    void withoutAnAddressNothingGoesThroughIt() throws SiteException {
        load("shop", "", "", "");

        assertThat(find("shop")).isEqualTo(Found.NONE);
        assertThat(notes)
                .containsExactly(
                        "namespace shop names waypoint shop/waypoint, which has no address: none of its pods was"
                                + " ever ready; nothing is expected to go through it");
    }

    @Test
    void podsThatAGatewayLeftBehindAreNoWaypoint() throws SiteException {
        api.load(POD.formatted("shop"));

        assertThat(find("shop")).isEqualTo(Found.NONE);
        assertThat(notes).singleElement().asString().contains("which does not exist");
    }

    @Test
    void whereTheGatewayCannotBeReadTheUsualIsExpected() throws SiteException {
        load("shop", ", labels: {istio.io/waypoint-for: workload}", "", ADDRESS);
        api.refuse("/gateways/", 403, "forbidden");

        assertThat(find("shop").ways()).containsExactly(Way.SERVICE);
        assertThat(notes).singleElement().asString().endsWith("its waypoint is taken to be for Services");
    }

    private void load(String namespace, String labels, String admitted, String status) {
        api.load(POD.formatted(namespace));
        String gateway = """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: waypoint, namespace: %s%s}
                spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE%s}]}
                """.formatted(namespace, labels, admitted);
        api.load(gateway + status);
    }

    /** What namespace shop finds that names a waypoint of a namespace. */
    private Found find(String namespace) throws SiteException {
        Map<String, String> labels = new TreeMap<>(Map.of("tier", "inner", "istio.io/use-waypoint", "waypoint"));
        if (!namespace.equals("shop")) {
            labels.put("istio.io/use-waypoint-namespace", namespace);
        }
        return new FindWaypoint(api.cluster())
                .call(new ReadyNamespace("shop", ZtunnelMesh.ISTIO, labels, new OwnerReference()), notes::add);
    }
}

package io.ambientprober.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Coverage.Turn;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Every object that runs make in namespaces, as they ask the API server for it: one of fresh canaries and one of standing ones. */
public final class Inventory {
    private static final Duration TIME = Duration.ofSeconds(20);
    /** Long enough to make what is then waited for in vain. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    private static final ServerOrder MESHED = new ServerOrder("server-0", "node", Zone.MESH);
    private static final ServerOrder PLAIN = new ServerOrder("control-0", "node", Zone.PLAIN);

    private Inventory() {}

    /** Something that a run makes. */
    public record Made(String resource, ObjectNode object) {
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

        public Made copy() {
            return new Made(resource, object.deepCopy());
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
    public static List<Made> of(String image) throws SiteException {
        Map<String, Made> kinds = new LinkedHashMap<>();
        for (boolean standing : new boolean[] {false, true}) {
            made(image, standing).forEach(made -> kinds.putIfAbsent(made.toString(), made));
        }
        return List.copyOf(kinds.values());
    }

    private static List<Made> made(String image, boolean standing) throws SiteException {
        try (SimulatedApi api = new SimulatedApi()) {
            List.of("node", "other").forEach(api::addNode);
            addZtunnel(api);
            api.expectCustomResource(new CustomResourceDefinitionContext.Builder()
                    .withGroup(Kind.AUTHORIZATION_POLICY.group())
                    .withVersion("v1")
                    .withKind(Kind.AUTHORIZATION_POLICY.kind())
                    .withPlural(Kind.AUTHORIZATION_POLICY.plural())
                    .withScope("Namespaced")
                    .build());
            List<Made> made = new ArrayList<>();
            api.onCreate((resource, object) -> {
                if (object.at("/metadata").has("namespace")) {
                    made.add(new Made(resource, object));
                }
            });
            ClusterSite site =
                    new ClusterSite("7Z3K9QWM2TXB", api.cluster(), options(image, standing), true, event -> {});
            site.survey();
            if (standing) {
                untilItWaits(() -> site.deploy(coverage(List.of(PLAIN)), MOMENT));
            } else {
                fresh(site);
            }
            site.cleanUp();
            return List.copyOf(made);
        }
    }

    /** Without one, no server counts as in the mesh, and no policy is waited for. */
    private static void addZtunnel(SimulatedApi api) {
        api.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(MeshComponents.NAMESPACE)
                        .withName("ztunnel")
                        .addToLabels("app", "ztunnel")
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("node")
                        .endSpec()
                        .build())
                .create();
    }

    private static void fresh(ClusterSite site) throws SiteException {
        site.deploy(coverage(List.of(MESHED, PLAIN)), TIME);
    }

    private static Coverage coverage(List<ServerOrder> servers) {
        List<Route> routes = Stream.of(Zone.values())
                .map(zone -> new Route("route", client(zone), "server-0", Way.SERVICE, Turn.PROBE))
                .toList();
        return new Coverage(servers, routes);
    }

    private static ClientPlace client(Zone zone) {
        return new ClientPlace("client-" + zone.name().toLowerCase(Locale.ROOT), "node", zone);
    }

    private interface Step {
        void run() throws SiteException;
    }

    private static void untilItWaits(Step step) {
        try {
            step.run();
        } catch (SiteException e) {
            // Nothing runs here, so that it waits in vain; what it made is what is asked for.
        }
    }

    private static ClusterOptions options(String image, boolean standing) {
        return new ClusterOptions(
                new NodeChoice(List.of(), "", 10),
                ClusterOptions.MESH_NAMESPACE,
                ClusterOptions.MESH_NAMESPACE,
                EnumSet.allOf(IpFamily.class),
                List.of(),
                image,
                standing,
                false,
                Duration.ofMinutes(5));
    }
}

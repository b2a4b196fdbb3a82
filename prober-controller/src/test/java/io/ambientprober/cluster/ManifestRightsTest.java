package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.causes.Causes;
import io.ambientprober.cluster.causes.Scope;
import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.cluster.mesh.MeshViews;
import io.ambientprober.cluster.mesh.MeshViews.Placed;
import io.ambientprober.cluster.mesh.MeshViews.Subjects;
import io.ambientprober.cluster.publish.KeptReport;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Question;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Tenants;
import io.ambientprober.statement.Section.Asked;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the manifests grant is what a run asks for: no right is missing there, and none too many. */
class ManifestRightsTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final String CONTROL = ClusterOptions.CONTROL_NAMESPACE;
    private static final String MESH = ClusterOptions.MESH_NAMESPACE;
    private static final String PLAIN = ClusterOptions.PLAIN_NAMESPACE;

    /** What a run can do without, and says more with. */
    private static final Set<Right> HELPFUL = Set.of(
            new Right("list", "", "events", CONTROL),
            new Right("list", "", "events", MESH),
            new Right("list", "", "events", PLAIN),
            new Right("get", "gateway.networking.k8s.io", "gateways", ""),
            new Right("get", "gateway.networking.k8s.io", "gatewayclasses", ""),
            new Right("get", "", "configmaps:istio", ""),
            new Right("get", "", "configmaps:istio-ca-root-cert", ""),
            new Right("patch", "", "configmaps:" + KeptReport.NAME, CONTROL),
            new Right("create", "events.k8s.io", "events", CONTROL));

    @Test
    void baseGrantsWhatRunAsksFor() throws IOException {
        Set<Right> asked = new HashSet<>(Inventory.of(options(false), true).rights());
        asked.addAll(Inventory.tenantRights());
        asked.addAll(HELPFUL);

        assertThat(ManifestRights.granted("base")).containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void standingGrantsWhatStandingCanariesAddToIt() throws IOException {
        Set<Right> granted = ManifestRights.granted("base");
        granted.addAll(ManifestRights.granted("components/standing"));

        assertThat(granted).containsAll(Inventory.of(options(true), true).rights());
        Set<Right> added = new HashSet<>(Inventory.of(options(true), true).rights());
        added.removeAll(Inventory.of(options(false), true).rights());
        assertThat(ManifestRights.granted("components/standing")).containsAll(added);
    }

    @Test
    void everyNamespaceGrantsWhatCanariesInANamespaceTake() throws IOException {
        ClusterOptions ring =
                options(EnumSet.of(Question.CANARIES), false).in(new RingNamespaces(List.of("shop"), new TreeMap<>()));
        Set<Right> asked = Inventory.of(ring, false).rights().stream()
                .filter(right -> right.namespace().equals("shop"))
                .map(Right::everywhere)
                .collect(Collectors.toCollection(HashSet::new));
        asked.add(new Right("list", "", "events", ""));

        assertThat(ManifestRights.granted("components/every-namespace")).containsExactlyInAnyOrderElementsOf(asked);
    }

    @Test
    void inPodsGrantsWhatACanaryWithinAPodTakes() throws IOException {
        assertThat(ManifestRights.granted("components/in-pods"))
                .containsExactlyInAnyOrderElementsOf(InPods.rights(List.of(InPodSelector.parse("shop")))
                        .map(Right::everywhere)
                        .toList());
    }

    /** Beside the base, which lists pods. Older API servers ask for {@code get}, newer ones for both. */
    @Test
    void meshStateGrantsWhatAZtunnelIsAskedBy() throws IOException {
        PodName pod = new PodName("shop", "till");
        Map<PodName, Placed> placed = Map.of(pod, new Placed("node", "enabled"));
        try (ApiStub api = new ApiStub();
                KubernetesClient client = api.client()) {
            api.answer("/api/v1/pods", 200, """
                    {"kind": "PodList", "items": [{"metadata": {"name": "zt", "namespace": "agents"}, "spec": {"nodeName": "node"}}]}""");

            MeshViews.read(client, new Subjects(List.of(), _ -> null, placed), ZtunnelMesh.ISTIO.ztunnel(), TIME);

            assertThat(api.asked()).containsOnly("/api/v1/pods", "/api/v1/namespaces/agents/pods/zt/portforward");
        }
        assertThat(ManifestRights.granted("components/mesh-state"))
                .containsExactlyInAnyOrder(
                        new Right("get", "", "pods/portforward", ""), new Right("create", "", "pods/portforward", ""));
    }

    /** With the base, which lists nodes and pods, and reads namespaces. */
    @Test
    void causesGrantWhatIsReadOfTheConfigurationAndNoMore() throws IOException {
        Set<Right> asked = new HashSet<>();
        for (String calico : List.of("crd.projectcalico.org", "projectcalico.org")) {
            asked.addAll(readOfTheConfiguration(calico));
        }
        Set<Right> granted = ManifestRights.granted("components/causes");

        assertThat(asked).containsAll(granted);
        granted.addAll(ManifestRights.granted("base"));
        assertThat(granted).containsAll(asked);
    }

    /** What the survey asks of an API server that has all kinds. */
    private static Set<Right> readOfTheConfiguration(String calico) throws IOException {
        Scope scope = new Scope(
                List.of("node"),
                List.of(new Scope.Place("shop", Scope.Role.SERVER, Map.of(), 8080, "shop")),
                Optional.of("istio-system"));
        String groups = Stream.of("security.istio.io", "gateway.networking.k8s.io", "cilium.io", calico)
                .map(group -> "{\"name\": \"" + group + "\", \"versions\": []}")
                .collect(Collectors.joining(","));
        try (ApiStub api = new ApiStub();
                KubernetesClient client = api.client()) {
            api.answer("/apis", 200, "{\"kind\": \"APIGroupList\", \"groups\": [" + groups + "]}");
            api.answer("/api/v1/namespaces/shop", 200, "{\"kind\": \"Namespace\", \"metadata\": {\"name\": \"shop\"}}");
            api.answerOthers(200, "{\"kind\": \"List\", \"metadata\": {}, \"items\": []}");
            Causes.survey(client, scope, TIME);
            return api.asked().stream()
                    .map(path -> RequestRight.of("GET", path))
                    .filter(Objects::nonNull)
                    .map(ManifestRightsTest::asGranted)
                    .collect(Collectors.toSet());
        }
    }

    /** Everywhere, and where one object is asked for that the manifests name, for this one. */
    private static Right asGranted(RequestRight asked) {
        boolean named = asked.name() != null && !asked.right().resource().equals("namespaces");
        return (named ? asked.ofThisOnly() : asked.right()).everywhere();
    }

    /** A run keeps no secret in the cluster. */
    @Test
    void baseGrantsNothingOnSecrets() throws IOException {
        assertThat(ManifestRights.granted("base"))
                .noneMatch(right -> right.resource().startsWith("secrets"));
        assertThat(Inventory.of(options(false), true).rights())
                .noneMatch(right -> right.resource().startsWith("secrets"));
    }

    /** The key to the standing canaries is in the prober's own namespace, and no other secret is read anywhere. */
    @Test
    void standingReadsNoSecretButItsOwn() throws IOException {
        Right own = new Right("get", "", "secrets:" + StandingObjects.NAME, CONTROL);

        assertThat(ManifestRights.granted("components/standing"))
                .filteredOn(right ->
                        right.resource().startsWith("secrets") && !right.verb().equals("create"))
                .containsExactly(own);
        assertThat(Inventory.of(options(true), true).rights()).contains(own);
    }

    /** From the survey to the last object removed, in namespaces that the manifests made. */
    @Test
    void aRunGetsByOnWhatTheBaseGrants() throws IOException, SiteException {
        List<String> notes = Collections.synchronizedList(new ArrayList<>());
        try (SimulatedApi api = new SimulatedApi()) {
            api.addNode("node");
            for (String namespace : List.of(CONTROL, MESH, PLAIN)) {
                api.addNamespace(namespace, Map.of());
            }
            api.grantOnly(ManifestRights.granted("base"));
            RunEvent.Listener listener = event -> notes.add(event.toString());
            ClusterSite site = new ClusterSite(
                    "7Z3K9QWM2TXB", api.cluster(), options(EnumSet.of(Question.CANARIES), false), true, listener);

            site.survey()
                    .deploy(Coverage.ring(List.of("node"), EnumSet.allOf(Way.class), true), TIME)
                    .ready(TIME);
            site.cleanUp();

            assertThat(api.client().pods().inAnyNamespace().list().getItems()).isEmpty();
        }
        assertThat(notes).noneMatch(note -> note.contains("forbidden"));
    }

    @Test
    void aRunFollowsThePodsThatAreThereOnWhatTheBaseGrants() throws IOException, SiteException {
        try (SimulatedApi api = new SimulatedApi()) {
            api.addNode("node");
            api.grantOnly(ManifestRights.granted("base"));
            SurveyedCluster surveyed =
                    new ClusterSite("7Z3K9QWM2TXB", api.cluster(), options(false), true, event -> {}).survey();

            assertThat(surveyed.tenants())
                    .isInstanceOfSatisfying(
                            Asked.class,
                            tenants -> assertThat(((Tenants) tenants.answer()).addresses())
                                    .isInstanceOf(Asked.class));
            surveyed.setup().cleanup().close();
        }
    }

    @Test
    void readsTheRightOffARequest() {
        assertThat(RequestRight.of(
                        "DELETE", "/apis/security.istio.io/v1/namespaces/n/authorizationpolicies?labelSelector=a"))
                .isEqualTo(new RequestRight(
                        new Right("deletecollection", "security.istio.io", "authorizationpolicies", "n"), null));
        assertThat(RequestRight.of("GET", "/api/v1/namespaces/n"))
                .isEqualTo(new RequestRight(new Right("get", "", "namespaces", ""), "n"));
        assertThat(RequestRight.of("GET", "/api/v1/namespaces/n/pods/p/portforward?ports=1"))
                .isEqualTo(new RequestRight(new Right("get", "", "pods/portforward", "n"), "p"));
        assertThat(RequestRight.of("GET", "/api/v1/nodes"))
                .isEqualTo(new RequestRight(new Right("list", "", "nodes", ""), null));
        assertThat(RequestRight.of("GET", "/version")).isNull();
    }

    private static ClusterOptions options(boolean standing) {
        return options(EnumSet.allOf(Question.class), standing);
    }

    private static ClusterOptions options(Set<Question> asked, boolean standing) {
        NodeChoice all = new NodeChoice(List.of(), "", Integer.MAX_VALUE);
        return new ClusterOptions(
                asked,
                all,
                MESH,
                MESH,
                List.of(),
                EnumSet.allOf(IpFamily.class),
                List.of(),
                "ambient-prober",
                PodTemplate.NONE,
                standing,
                false,
                Duration.ofMinutes(5));
    }
}

package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.cluster.mesh.MeshSettings;
import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Question;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Tenants;
import io.ambientprober.run.Tenants.Addresses;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.statement.Section.NotAsked;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pods of a cluster, as a run finds them. */
final class ClusterTenantsTest {
    private static final Duration TIME = Duration.ofSeconds(20);

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final List<Runnable> watches = new ArrayList<>();
    private final SimulatedApi api = new SimulatedApi();

    @BeforeEach
    void fill() {
        api.addNode("a");
        api.addNamespace("shop", Map.of("istio.io/dataplane-mode", "ambient"));
        api.addNamespace("plain", Map.of());
        pod("shop", "till", Map.of());
        pod("shop", "canary", Labels.common());
        // An API server in memory enables whatever is made.
        pod("plain", "old", Map.of());
        change("plain", "old", "");
    }

    /** This API server waits for long when it is closed before its watches are. */
    @AfterEach
    void close() {
        watches.forEach(Runnable::run);
        api.close();
    }

    private void pod(String namespace, String name, Map<String, String> labels) {
        api.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .withNewSpec()
                        .withNodeName("a")
                        .endSpec()
                        .build())
                .create();
    }

    private void change(String namespace, String name, String redirection) {
        api.client()
                .pods()
                .inNamespace(namespace)
                .withName(name)
                .edit((Pod pod) -> new PodBuilder(pod)
                        .editMetadata()
                        .addToAnnotations(Labels.REDIRECTION, redirection)
                        .endMetadata()
                        .build());
    }

    private static ClusterOptions options(Question... asked) {
        ClusterOptions usual = TestOptions.of(new NodeChoice(List.of(), "", 10));
        return new ClusterOptions(
                Set.of(asked),
                usual.nodes(),
                usual.from(),
                usual.to(),
                usual.inPods(),
                usual.families(),
                usual.tolerations(),
                usual.image(),
                usual.template(),
                usual.standing(),
                usual.keep(),
                usual.lifetime());
    }

    private ClusterSite site(Question... asked) {
        return new ClusterSite("7Z3K9QWM2TXB", api.cluster(), options(asked), false, event -> {
            if (event instanceof RunEvent.Note note) {
                notes.add(note.text());
            }
        });
    }

    private static Tenants tenants(SurveyedCluster surveyed) {
        assertThat(surveyed.tenants()).isInstanceOf(Asked.class);
        return ((Asked<Tenants>) surveyed.tenants()).answer();
    }

    private static List<String> names(List<EnrolledPod> pods) {
        return pods.stream().map(pod -> pod.pod().toString()).toList();
    }

    @Test
    void listsThePodsOfTheMeshAndFollowsThem() throws SiteException {
        SurveyedCluster surveyed = site(Question.values()).survey();
        watches.add(surveyed.setup().cleanup()::close);
        Tenants tenants = tenants(surveyed);

        assertThat(names(tenants.listing().pods())).containsExactly("shop/till");
        assertThat(tenants.listing().namespaces()).containsExactly("shop");
        assertThat(tenants.addresses()).isInstanceOf(Asked.class);
        Addresses addresses = ((Asked<Addresses>) tenants.addresses()).answer();
        assertThat(addresses.spans())
                .extracting(span -> span.pod().pod().name())
                .containsExactlyInAnyOrder("till", "old");
        assertThat(addresses.spans()).extracting(PodSpan::from).containsOnlyNulls();
        assertThat(addresses.own()).hasSize(1);

        change("plain", "old", "enabled");
        pod("shop", "new", Map.of());

        await().untilAsserted(
                        () -> assertThat(names(tenants.now())).containsExactly("plain/old", "shop/new", "shop/till"));
        assertThat(addresses.spans())
                .filteredOn(span -> span.pod().pod().name().equals("new"))
                .singleElement()
                .satisfies(span -> assertThat(span.from()).isNotNull());
        assertThat(addresses.haveGaps()).isFalse();
    }

    @Test
    void withoutTheRightToWatchEveryLookIsAList() throws SiteException {
        api.forbid("watch", "pods");
        // The run's own namespaces are another right, which is not asked for here.
        Tenants tenants = open(List.of(ClusterTenants.WATCH));

        assertThat(tenants.addresses()).isEqualTo(new NotAsked<>("no right to watch pods in all namespaces"));
        assertThat(names(tenants.listing().pods())).containsExactly("shop/till");
        pod("shop", "new", Map.of());
        assertThat(names(tenants.now())).containsExactly("shop/new", "shop/till");
        assertThat(api.count(line -> line.contains("watch=true"))).isZero();
    }

    @Test
    void withoutTheRightToListNamespacesAnnotationsHaveToDo() {
        pod("shop", "late", Map.of());
        change("shop", "late", "");

        Tenants tenants = open(List.of(MeshNamespaces.LIST, ClusterTenants.WATCH));

        assertThat(names(tenants.listing().pods())).containsExactly("shop/till");
        assertThat(notes).anyMatch(note -> note.contains("no right to list namespaces"));
        assertThat(names(open(List.of(ClusterTenants.WATCH)).listing().pods()))
                .containsExactly("shop/late", "shop/till");
    }

    private Tenants open(List<Right> missing) {
        ClusterOptions options = TestOptions.of(new NodeChoice(List.of(), "", 10));
        RunSetup setup = RunSetup.of("7Z3K9QWM2TXB", api.cluster(), options, false, event -> {
            if (event instanceof RunEvent.Note note) {
                notes.add(note.text());
            }
        });
        watches.add(setup.cleanup()::close);
        MeshComponents none = new MeshComponents(
                false,
                Set.of(),
                Set.of(),
                Map.of(),
                new MeshSettings(Optional.empty(), Optional.empty(), Optional.of("roots"), List.of()));
        return ((Asked<Tenants>) ClusterTenants.open(setup, none, missing)).answer();
    }

    /** An identity cannot be told to be wrong where the trust domain is not known. */
    @Test
    void withoutTheTrustDomainNobodyIsVerified() {
        assertThat(open(List.of(ClusterTenants.WATCH)).listing().roots()).isEmpty();
    }

    @Test
    void podsAloneTakeAgentsAndNoCanaries() throws SiteException {
        SurveyedCluster surveyed = site(Question.PODS).survey();
        watches.add(surveyed.setup().cleanup()::close);
        List<String> made = Collections.synchronizedList(new ArrayList<>());
        api.onCreate((resource, object) -> made.add(resource + " in "
                + object.at("/metadata/namespace").asText() + " of "
                + object.at("/metadata/labels/app.kubernetes.io~1component").asText()));

        ReadyCluster ready = surveyed.deploy(Coverage.NONE, TIME).ready(TIME);

        assertThat(ready.servers()).isEmpty();
        assertThat(made)
                .containsExactlyInAnyOrder(
                        "namespaces in  of ",
                        "configmaps in ambient-prober of owner",
                        "pods in ambient-prober of agent");
        await().until(() -> ready.context().watch().all().size() == 1);
        // the agent's, which is its node's
        await().until(() -> !((Asked<Addresses>) tenants(surveyed).addresses())
                .answer()
                .ofNodes()
                .isEmpty());
    }

    @Test
    void aDryRunSaysWhatWouldBeAskedAndOfHowManyPods() throws SiteException {
        DryRun dry =
                new DryRun(api.cluster(), options(Question.PODS, Question.FLOWS), false, "7Z3K9QWM2TXB", notes::add);

        List<String> text = dry.text().toList();

        assertThat(text).contains("# asked: pods, flows\n", "# pods: 1 in the mesh, 1 of them on these nodes\n");
        assertThat(text).noneMatch(line -> line.startsWith("# path"));
    }

    @Test
    void podsAloneNeedNoRightsWhereCanariesWouldBe() {
        List<Right> rights =
                Inventory.of(options(Question.PODS, Question.FLOWS), false).rights();

        assertThat(rights).extracting(Right::namespace).containsOnly("", ClusterOptions.CONTROL_NAMESPACE);
    }
}

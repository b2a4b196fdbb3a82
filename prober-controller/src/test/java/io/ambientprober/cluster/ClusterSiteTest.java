package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.PathId;
import io.ambientprober.canary.PolicyPorts;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Coverage.Turn;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClusterSiteTest {
    private static final String RUN = "7Z3K9QWM2TXB";
    private static final String CLIENT = "ap-lppbziobxx-client-0";
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final List<ServerOrder> ORDERS =
            List.of(new ServerOrder("server-0", "a", Zone.MESH), new ServerOrder("control-0", "b", Zone.PLAIN));

    private static final List<ClientPlace> CLIENTS =
            List.of(new ClientPlace("client-0", "a", Zone.MESH), new ClientPlace("control-client-0", "b", Zone.PLAIN));

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    private SimulatedApi api = new SimulatedApi();
    private ClusterSite site = site(api);

    private ClusterSite site(SimulatedApi server) {
        ClusterOptions options = TestOptions.of(new NodeChoice(List.of(), "", 10));
        return new ClusterSite(RUN, server.cluster(), options, true, event -> {
            events.add(event);
            if (event instanceof RunEvent.Note note) {
                notes.add(note.text());
            }
        });
    }

    @BeforeEach
    void makeNodes() {
        api.addNode("a");
        api.addNode("b");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void surveysTheNodesAndSaysWhatIsMissingOfTheMesh() throws SiteException {
        assertThat(site.survey().survey().nodes()).containsExactly("a", "b");
        assertThat(notes)
                .contains("no istiod is ready", "no ztunnel is ready on node a", "no istio-cni is ready on node b");
    }

    @ParameterizedTest
    @CsvSource({"404", "403"})
    void goesOnWithoutAVersionThatNobodySays(int code) throws SiteException {
        assertThat(site.survey().survey().environment()).containsEntry("kubernetes", "v1.36.0");
        api.refuse("GET /version", code, "no");

        assertThat(site.survey().survey().environment()).doesNotContainKey("kubernetes");
        assertThat(notes).containsOnlyOnce(KubernetesVersion.UNKNOWN);
    }

    @Test
    void saysInOneLineThatWhatAnswersIsNoApiServer() {
        api.refuse(" /", 404, "no such page");

        assertThatThrownBy(site::survey)
                .isInstanceOf(SiteException.class)
                .hasMessage("cannot ask for the right to list nodes: no such page; "
                        + api.client().getMasterUrl()
                        + " is no Kubernetes API server, or a proxy before it lets no such request through;"
                        + " check --kubeconfig and --context");
    }

    @Test
    void namesTheClusterByAUidThatNoOtherHas() throws SiteException {
        assertThat(site.survey().survey().environment()).doesNotContainKey("cluster");
        api.addNamespace("kube-system", Map.of());

        assertThat(site.survey().survey().environment())
                .containsEntry(
                        "cluster",
                        api.client()
                                .namespaces()
                                .withName("kube-system")
                                .get()
                                .getMetadata()
                                .getUid());
    }

    /** Its own ALLOW lets its canaries through, where pods of others are refused. */
    @Test
    void saysThatItOpensWhatAPolicyOfTheUserCloses() throws SiteException {
        api.addNamespace(ClusterOptions.MESH_NAMESPACE, Map.of("istio.io/dataplane-mode", "ambient"));
        GenericKubernetesResource nothing = new GenericKubernetesResourceBuilder()
                .withApiVersion(Kind.AUTHORIZATION_POLICY.apiVersion())
                .withKind(Kind.AUTHORIZATION_POLICY.kind())
                .withNewMetadata()
                .withNamespace(ClusterOptions.MESH_NAMESPACE)
                .withName("allow-nothing")
                .endMetadata()
                .addToAdditionalProperties("spec", Map.of())
                .build();
        api.client().resource(nothing).create();

        site.survey();

        assertThat(notes)
                .anyMatch(note -> note.startsWith("AuthorizationPolicy " + ClusterOptions.MESH_NAMESPACE
                                + "/allow-nothing: its ALLOW has no rule and never allows")
                        && note.contains("A run with policies brings an ALLOW of its own"));
    }

    @ParameterizedTest
    @CsvSource({
        "create, pods, create pods in namespace ambient-prober",
        "list, nodes, list nodes",
        "create, authorizationpolicies, create authorizationpolicies.security.istio.io in namespace ambient-prober-mesh",
    })
    void namesTheRightThatIsMissing(String verb, String resource, String named) {
        api.forbid(verb, resource);

        assertThatThrownBy(site::survey)
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith("a right is missing: ")
                .hasMessageContaining(named)
                .hasMessageEndingWith("grant it, see " + ThisRelease.document("rights.md"));
        assertThat(api.count(line -> line.startsWith("POST") && line.endsWith("/pods")))
                .isZero();
    }

    /** Which mesh there is cannot be seen then, and is not what has to be mended. */
    @Test
    void namesAllRightsThatAreMissingWherePodsMayNotBeListed() throws SiteException {
        api.forbid("list", "pods");
        api.forbid("list", "nodes");
        api.refuse("/api/v1/pods?", HttpURLConnection.HTTP_FORBIDDEN, "pods is forbidden");
        ClusterOptions usual = TestOptions.of(new NodeChoice(List.of(), "", 10));

        ClusterOptions options = ClusterSite.options(api.cluster(), usual, Optional.empty(), event -> {});

        assertThatThrownBy(() -> new ClusterSite(RUN, api.cluster(), options, true, event -> {}).survey())
                .hasMessageStartingWith("a right is missing: list nodes, list pods");
    }

    private ReadyCluster ready() throws SiteException {
        return site.survey().deploy(coverage(ORDERS), TIME).ready(TIME);
    }

    @Test
    void everythingItMakesHasTheRunsLabelAndAnOwner() throws SiteException {
        ReadyCluster ready = ready();
        List<ServerPlace> places = ready.servers();

        assertThat(places).extracting(place -> place.server().node()).containsExactly("a", "b");
        assertThat(places.getFirst().server().enrolled()).isTrue();
        assertThat(places.getFirst().service()).isNotNull();
        assertThat(made()).isNotEmpty().allSatisfy(object -> {
            assertThat(object.getMetadata().getLabels())
                    .containsEntry(Labels.RUN, "ap-lppbziobxx")
                    .containsEntry(Labels.NAME, Labels.PROBER);
            boolean isOwner = object.getMetadata().getName().endsWith("-owner");
            assertThat(object.getMetadata().getOwnerReferences()).hasSize(isOwner ? 0 : 1);
        });
    }

    private List<HasMetadata> made() {
        return Stream.of(
                        api.client().pods().inAnyNamespace().list().getItems(),
                        api.client().services().inAnyNamespace().list().getItems(),
                        api.client().secrets().inAnyNamespace().list().getItems(),
                        api.client().configMaps().inAnyNamespace().list().getItems(),
                        api.client().serviceAccounts().inAnyNamespace().list().getItems())
                .<HasMetadata>flatMap(List::stream)
                .toList();
    }

    @Test
    void takesAwayEverythingAndItsOwnNamespaces() throws SiteException {
        ready();

        site.cleanUp();

        assertThat(made()).isEmpty();
        assertThat(api.client().namespaces().list().getItems()).isEmpty();
    }

    /** Before anything was looked at, after the survey, and once more when all is gone. */
    @Test
    void cleansUpAtAnyTimeAndTwice() throws SiteException {
        site.cleanUp();
        SurveyedCluster surveyed = site.survey();
        site.cleanUp();
        assertThat(api.count(line -> line.startsWith("DELETE"))).isZero();

        surveyed.deploy(coverage(ORDERS), TIME).ready(TIME);
        site.cleanUp();
        site.cleanUp();

        assertThat(made()).isEmpty();
        assertThat(api.client().namespaces().list().getItems()).isEmpty();
    }

    @Test
    void leavesANamespaceThatSomebodyElseUses() throws SiteException {
        ready();
        RunObjects other = new RunObjects(RunScope.ofKey("000000000000"));
        api.client().resource(other.owner(ClusterOptions.MESH_NAMESPACE, TIME)).create();

        site.cleanUp();

        assertThat(api.client().namespaces().list().getItems())
                .extracting(namespace -> namespace.getMetadata().getName())
                .containsExactly(ClusterOptions.MESH_NAMESPACE);
    }

    @Test
    void leavesANamespaceThatItDidNotMake() throws SiteException {
        api.addNamespace(ClusterOptions.PLAIN_NAMESPACE, Map.of());
        ready();

        site.cleanUp();

        assertThat(api.client().namespaces().list().getItems())
                .extracting(namespace -> namespace.getMetadata().getName())
                .containsExactly(ClusterOptions.PLAIN_NAMESPACE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pods \"x\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1 | raise the quota",
                "pods \"x\" is forbidden: violates PodSecurity \"restricted:latest\": seccompProfile | label the namespace",
                "admission webhook \"deny.example.org\" denied the request: no | exempt the prober's namespaces",
            })
    void saysWhoRefusesAPodAndWhatToDo(String message, String advice) throws SiteException {
        api.refuse("POST /api/v1/namespaces/ambient-prober-mesh/pods", 403, message);
        SurveyedCluster surveyed = site.survey();

        assertThatThrownBy(() -> surveyed.deploy(coverage(ORDERS), TIME))
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith("cannot create Pod ambient-prober-mesh/ap-lppbziobxx-client-0: " + message)
                .hasMessageContaining(advice);

        site.cleanUp();
        assertThat(made()).isEmpty();
    }

    @Test
    void saysWithoutWaitingThatAnImageCannotBePulled() throws SiteException {
        api.startNoPods();
        SurveyedCluster surveyed = site.survey();
        Thread kubelet = Thread.ofVirtual().start(() -> {
            await().until(() -> pod("ambient-prober-mesh", "ap-lppbziobxx-server-0") != null);
            change("ambient-prober-mesh", "ap-lppbziobxx-server-0", ClusterSiteTest::withoutImage);
        });

        assertThatThrownBy(() ->
                        surveyed.deploy(coverage(ORDERS.subList(0, 1)), TIME).ready(TIME))
                .hasMessage("pod ambient-prober-mesh/ap-lppbziobxx-server-0 cannot start: ImagePullBackOff"
                        + " (prober:test): not found; load or push the image, or name another with --image");
        await().until(() -> !kubelet.isAlive());
    }

    private static Pod withoutImage(Pod pod) {
        return new PodBuilder(pod)
                .withNewStatus()
                .withPhase("Pending")
                .addNewContainerStatus()
                .withImage("prober:test")
                .withNewState()
                .withNewWaiting()
                .withReason("ImagePullBackOff")
                .withMessage("not found")
                .endWaiting()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    @Test
    void aClientIsToldWhatToSendByAnOrderAlone() throws SiteException {
        api.runCanaries(outcome(4, "\"10.96.0.1\"", "false"));
        ReadyCluster ready = ready();
        ClientRun client = ready.startClient(CLIENTS.getFirst(), order(), TIME);
        assertThat(client.client().pod()).isEqualTo(CLIENT);

        assertThat(client.await(TIME).reported())
                .isEqualTo(new CanaryOutcome(4, 4, List.of(IpAddress.parse("10.96.0.1")), false, null));
        assertThat(api.canary(CLIENT).orders)
                .singleElement(STRING)
                .contains(
                        "\"run\":\"" + RUN + "\"", "\"path\":\"0001\"", "\"target\":\"10.96.0.1\"", "\"deniedPort\":");
    }

    @Test
    void anOrderWhoseConnectionWasCutIsAskedForAgainByItsId() throws SiteException {
        api.runCanaries(outcome(4, "\"10.96.0.1\"", "null"), 2);
        ReadyCluster ready = ready();

        CanaryOutcome outcome =
                ready.startClient(CLIENTS.getFirst(), order(), TIME).await(TIME).reported();

        assertThat(outcome).isEqualTo(new CanaryOutcome(4, 4, List.of(IpAddress.parse("10.96.0.1")), null, null));
        assertThat(api.canary(CLIENT).paths).hasSize(3).containsOnly("/v1/orders/ap-lppbziobxx-0001");
        assertThat(api.canary(CLIENT).orders)
                .hasSize(3)
                .allMatch(api.canary(CLIENT).orders.getFirst()::equals);
    }

    /** Anyone who may read pods, or asks DNS, must not learn what would let him put the run's tokens on the wire. */
    @Test
    void nothingThatIsMadeOrSaidHoldsTheRunsKey() throws SiteException {
        api.runCanaries(outcome(3, "", "null"));
        ReadyCluster ready = ready();
        List<ServerPlace> places = ready.servers();
        ready.enforcePolicies(TIME);
        assertThatThrownBy(() -> ready.handshakes(places, TIME)).isInstanceOf(SiteException.class);
        ClientRun client = ready.startClient(CLIENTS.getFirst(), order(), TIME);

        assertThat(made())
                .hasSizeGreaterThan(10)
                .allSatisfy(object -> assertThat(
                                api.client().getKubernetesSerialization().asYaml(object))
                        .doesNotContainIgnoringCase(RUN));
        client.await(TIME);
        site.cleanUp();

        assertThat(api.bodies)
                .hasSizeGreaterThan(10)
                .allSatisfy(body -> assertThat(body).doesNotContainIgnoringCase(RUN));
        assertThat(api.requests).allSatisfy(line -> assertThat(line).doesNotContainIgnoringCase(RUN));
        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.toString()).doesNotContainIgnoringCase(RUN));
    }

    @Test
    void aClientThatEndsIsNoOutcome() throws SiteException {
        ReadyCluster ready = ready();
        ClientRun client = ready.startClient(CLIENTS.getFirst(), order(), TIME);
        ended(64, "prober-agent: no such option");

        assertThatThrownBy(() -> client.await(TIME))
                .hasMessage("pod ambient-prober-mesh/ap-lppbziobxx-client-0 ended by itself:"
                        + " exit code 64: prober-agent: no such option");
    }

    /** As on a node that is gone, before it was started or after. */
    @ParameterizedTest
    @CsvSource({"false,is not running in time", "true,did not say in time where it listens"})
    @Timeout(30)
    void aClientIsWaitedForNoLongerThanTheRunHasTime(boolean running, String why) throws SiteException {
        api.refuse("/log?", HttpURLConnection.HTTP_BAD_REQUEST, "it has none");
        ClientRun client = ready().startClient(CLIENTS.getFirst(), order(), Duration.ofMillis(300));
        if (running) {
            change("ambient-prober-mesh", CLIENT, ClusterSiteTest::running);
        }

        assertThatThrownBy(() -> client.await(TIME))
                .hasMessageStartingWith("pod ambient-prober-mesh/" + CLIENT + " " + why);
        site.cleanUp();
    }

    private static Pod running(Pod pod) {
        return new PodBuilder(pod)
                .editStatus()
                .addNewContainerStatus()
                .withContainerID("containerd://1")
                .withNewState()
                .withNewRunning()
                .endRunning()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();
    }

    @Test
    void aPodThatSomebodyDeletesIsNoticedAtOnce() throws SiteException {
        ReadyCluster ready = ready();
        ClientRun client = ready.startClient(CLIENTS.getFirst(), order(), TIME);
        api.client().pods().inNamespace("ambient-prober-mesh").withName(CLIENT).delete();

        assertThatThrownBy(() -> client.await(TIME))
                .hasMessage("pod ambient-prober-mesh/ap-lppbziobxx-client-0 was deleted by somebody else; run again");
    }

    private void ended(int exitCode, String message) {
        change(
                "ambient-prober-mesh",
                CLIENT,
                pod -> new PodBuilder(pod)
                        .editStatus()
                        .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                        .addNewContainerStatus()
                        .withNewState()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withMessage(message)
                        .endTerminated()
                        .endState()
                        .endContainerStatus()
                        .endStatus()
                        .build());
    }

    private static Coverage coverage(List<ServerOrder> servers) {
        return new Coverage(
                servers,
                CLIENTS.stream()
                        .map(client -> new Route("route", client, "server-0", Way.SERVICE, Turn.PROBE))
                        .toList());
    }

    private static String outcome(int delivered, String peers, String deniedPortReached) {
        return "{\"connected\":4,\"delivered\":%d,\"peers\":[%s],\"deniedPortReached\":%s,\"identityPortReached\":null}"
                .formatted(delivered, peers, deniedPortReached);
    }

    private static CanaryOrder order() {
        return new CanaryOrder(
                RUN,
                new PathId(1),
                IpAddress.parse("10.96.0.1"),
                80,
                PolicyPorts.USUAL,
                new Canary(4, 16_384, 16_384),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10));
    }

    private Pod pod(String namespace, String name) {
        return api.client().pods().inNamespace(namespace).withName(name).get();
    }

    private void change(String namespace, String name, java.util.function.UnaryOperator<Pod> change) {
        api.client().pods().inNamespace(namespace).withName(name).editStatus(change);
    }
}

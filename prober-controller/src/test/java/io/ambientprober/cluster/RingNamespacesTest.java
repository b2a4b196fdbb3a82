package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.cluster.NodeChoice.NamePattern;
import io.ambientprober.cluster.enrolled.DataplaneMode;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which namespaces of a user's are probed, and what becomes of those that refuse. */
final class RingNamespacesTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final String REFUSED = "pods is forbidden: exceeded quota: none";

    private final SimulatedApi api = new SimulatedApi();
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void makeCluster() {
        api.addNode("a");
        api.addNode("b");
        api.addNamespace("pay", Map.of(DataplaneMode.LABEL, DataplaneMode.AMBIENT));
        api.addNamespace("shop", Map.of(DataplaneMode.LABEL, DataplaneMode.AMBIENT));
        api.addNamespace("outside", Map.of());
        Map<String, String> own = new TreeMap<>(Labels.common());
        own.put(DataplaneMode.LABEL, DataplaneMode.AMBIENT);
        api.addNamespace(ClusterOptions.MESH_NAMESPACE, own);
    }

    @AfterEach
    void close() {
        api.close();
    }

    private void note(RunEvent event) {
        if (event instanceof RunEvent.Note note) {
            notes.add(note.text());
        }
    }

    private ClusterOptions chosen(String... patterns) throws SiteException {
        return ClusterSite.options(
                api.cluster(),
                TestOptions.of(PodTemplate.NONE),
                Optional.of(Stream.of(patterns).map(NamePattern::parse).toList()),
                this::note);
    }

    @Test
    void thoseInTheMeshAreMeantAndTheProbersOwnAreNot() throws SiteException {
        assertThat(chosen().ring().names()).containsExactly("pay", "shop");
        assertThat(chosen("s.*", "outside").ring().names()).containsExactly("shop");
        assertThat(chosen("!pay").ring().names()).containsExactly("shop");
        assertThat(chosen("pay").canaryNamespaces()).containsExactly("pay");
    }

    @Test
    void namesThoseThatThereAreWhereNoneIsMeant() {
        assertThatThrownBy(() -> chosen("payments"))
                .isInstanceOf(SiteException.class)
                .hasMessage("--namespaces: no namespace in the mesh is meant; there are pay, shop");
    }

    @Test
    void leavesOutWhereARightIsMissingAndNamesIt() throws SiteException, IOException {
        Set<Right> rights = new HashSet<>(ManifestRights.granted("base"));
        ManifestRights.granted("components/every-namespace")
                .forEach(right -> rights.add(new Right(right.verb(), right.group(), right.resource(), "shop")));
        api.grantOnly(rights);

        RingNamespaces ring = chosen().ring();

        assertThat(ring.names()).containsExactly("shop");
        assertThat(ring.without()).containsOnlyKeys("pay");
        assertThat(ring.without().get("pay"))
                .startsWith("a right is missing: ")
                .contains("create pods in namespace pay");
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith("namespace pay is left out: a right is missing: ")
                .endsWith("; grant it, see manifests/components/every-namespace");
        assertThatThrownBy(() -> chosen("pay"))
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("--namespaces: none is left; of pay: a right is missing: ");
    }

    @Test
    void aNamespaceThatRefusesEndsNothingAndIsNamed() throws SiteException {
        api.refuse("POST /api/v1/namespaces/pay/pods", 403, REFUSED);
        ClusterSite site = new ClusterSite("7Z3K9QWM2TXB", api.cluster(), chosen(), false, this::note);
        SurveyedCluster surveyed = site.survey();
        Coverage ring = Coverage.of(surveyed.survey().nodes(), surveyed.namespaces(), EnumSet.allOf(Way.class), true);

        ReadyCluster ready = surveyed.deploy(ring, TIME).ready(TIME);

        assertThat(surveyed.refusedNamespaces()).containsOnlyKeys("pay");
        assertThat(surveyed.refusedNamespaces().get("pay")).contains("exceeded quota: none");
        assertThat(ready.servers())
                .filteredOn(place ->
                        !ready.refusedServers().containsKey(place.order().name()))
                .extracting(ServerPlace::server)
                .isNotEmpty()
                .noneMatch(server -> server.namespace().equals("pay"));
        assertThat(ready.servers())
                .filteredOn(place ->
                        ready.refusedServers().containsKey(place.order().name()))
                .isNotEmpty()
                .allSatisfy(place -> {
                    assertThat(place.server().namespace()).isEqualTo("pay");
                    assertThat(place.server().ips()).isEmpty();
                });
        site.cleanUp();
        assertThat(api.client().services().inAnyNamespace().list().getItems()).isEmpty();
        assertThat(api.client().pods().inAnyNamespace().list().getItems()).isEmpty();
    }

    /** Elsewhere it ends the run, as ever. */
    @Test
    void noOtherNamespaceMayRefuse() throws SiteException {
        api.refuse("POST /api/v1/namespaces/ambient-prober/pods", 403, REFUSED);
        ClusterSite site = new ClusterSite("7Z3K9QWM2TXB", api.cluster(), chosen(), false, this::note);
        SurveyedCluster surveyed = site.survey();
        Coverage ring = Coverage.of(surveyed.survey().nodes(), surveyed.namespaces(), EnumSet.allOf(Way.class), true);

        assertThatThrownBy(() -> surveyed.deploy(ring, TIME))
                .isInstanceOf(SiteException.class)
                .hasMessageContaining("exceeded quota");
        site.cleanUp();
    }
}

package io.ambientprober.cluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.ApiStub;
import io.ambientprober.cluster.mesh.MeshViews.Placed;
import io.ambientprober.cluster.mesh.MeshViews.Subjects;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.Cause;
import io.ambientprober.statement.MeshAnswers;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.MeshView;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeshViewsTest {
    private static final PodName CLIENT = new PodName("probe-a", "client-0001");
    private static final String POD = """
            {"kind": "Pod", "apiVersion": "v1",
             "metadata": {"name": "%s", "namespace": "%s", "annotations": {"ambient.istio.io/redirection": "enabled"}},
             "spec": {"nodeName": "node-1"}}""";

    @Test
    void theAnnotationIsReadThoughZtunnelMayNotBeAsked() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answer("/api/v1/namespaces/probe-a/pods/client-0001", 200, POD.formatted("client-0001", "probe-a"));
            api.answer(
                    "/api/v1/pods",
                    200,
                    "{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": [" + POD.formatted("zt", "istio-system")
                            + "]}");
            api.answerOthers(403, "");

            MeshStatements state = read(api);

            assertThat(state.views()).containsExactly(new MeshView(CLIENT, "enabled", null, null, List.of()));
            assertThat(state.unread())
                    .containsExactly(new Cause(
                            "unreadable",
                            "config_dump and metrics of istio-system/zt on node-1 could not be read (no right to): what the mesh says there is not known",
                            "grant create pods/portforward in istio-system, or look at it yourself",
                            "config_dump and metrics of istio-system/zt on node-1",
                            List.of(),
                            "docs/causes.md#unreadable"));
        }
    }

    /** And once for each, whatever is asked. */
    @Test
    void ztunnelsOfCanariesAreAskedFirst() throws IOException {
        try (ApiStub api = new ApiStub();
                var client = api.client()) {
            String ztunnels = IntStream.rangeClosed(1, 25)
                    .mapToObj(i -> POD.formatted("zt-" + i, "istio-system").replace("node-1", "node-" + i))
                    .collect(Collectors.joining(","));
            api.answer("/api/v1/pods", 200, "{\"kind\": \"PodList\", \"items\": [" + ztunnels + "]}");
            api.answerOthers(403, "");
            Map<PodName, Placed> others = IntStream.rangeClosed(1, 24)
                    .boxed()
                    .collect(Collectors.toMap(i -> new PodName("shop", "till-" + i), i -> new Placed("node-" + i, "")));
            Subjects subjects = new Subjects(List.of(CLIENT), _ -> new Placed("node-25", "enabled"), others);

            MeshAnswers answers = MeshViews.read(client, subjects, "app=ztunnel", Duration.ofSeconds(30));

            assertThat(answers.ofOthers()).isEmpty();
            assertThat(answers.ofCanaries().unread())
                    .extracting(Cause::readFrom)
                    .hasSize(20)
                    .contains("config_dump and metrics of istio-system/zt-25 on node-25")
                    .filteredOn(read -> !read.endsWith("node-25"))
                    .allMatch(read -> read.startsWith("config_dump of istio-system/zt-"));
            assertThat(api.asked()).hasSize(21);
        }
    }

    @Test
    void aPodThatIsGoneHasNoView() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answer("/api/v1/pods", 200, "{\"kind\": \"PodList\", \"apiVersion\": \"v1\"}");
            assertThat(read(api)).isEqualTo(MeshStatements.NONE);
        }
    }

    @Test
    void aMissingRightIsSaidAndNamed() throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answerOthers(403, "");
            assertThat(read(api).unread())
                    .extracting(Cause::remedy)
                    .containsExactly("grant get pods in the canaries' namespaces, or look at it yourself");

            api.answer("/api/v1/namespaces/probe-a/pods/client-0001", 200, POD.formatted("client-0001", "probe-a"));
            assertThat(read(api).unread())
                    .extracting(Cause::remedy)
                    .containsExactly("grant list pods in all namespaces, or look at it yourself");
        }
    }

    @Test
    void aNodeWithoutZtunnelIsSaid() throws IOException {
        assertThat(unreadWithZtunnels(""))
                .isEqualTo("ztunnel on node-1 could not be read (no pod with label app=ztunnel is there): "
                        + "what the mesh says there is not known");
    }

    /** One of the two is not the mesh's. */
    @Test
    void twoZtunnelsOfDifferentNamespacesAreNotBelieved() throws IOException {
        assertThat(unreadWithZtunnels(POD.formatted("zt", "kube-system") + "," + POD.formatted("zt", "shop")))
                .contains("several pods have label app=ztunnel: kube-system/zt, shop/zt");
    }

    /** A dump of a thousand pods is half a megabyte. */
    @ParameterizedTest
    @CsvSource({
        "20, 0, 20",
        "20, 500_000, 20",
        "3, 500_000, 3",
        "20, 15_000_000, 8",
        "20, 80_000_000, 1",
        "20, 900_000_000, 0"
    })
    void ofALargeClusterFewerAreAsked(int ztunnels, String bytes, int asked) {
        assertThat(MeshViews.sample(ztunnels, Long.parseLong(bytes.replace("_", ""))))
                .isEqualTo(asked);
    }

    private static String unreadWithZtunnels(String pods) throws IOException {
        try (ApiStub api = new ApiStub()) {
            api.answer("/api/v1/namespaces/probe-a/pods/client-0001", 200, POD.formatted("client-0001", "probe-a"));
            api.answer(
                    "/api/v1/pods", 200, "{\"kind\": \"PodList\", \"apiVersion\": \"v1\", \"items\": [" + pods + "]}");
            return read(api).unread().getFirst().summary();
        }
    }

    private static MeshStatements read(ApiStub api) {
        try (var client = api.client()) {
            Subjects subjects = new Subjects(List.of(CLIENT), _ -> null, Map.of());
            return MeshViews.read(client, subjects, "app=ztunnel", Duration.ofSeconds(30))
                    .ofCanaries();
        }
    }
}

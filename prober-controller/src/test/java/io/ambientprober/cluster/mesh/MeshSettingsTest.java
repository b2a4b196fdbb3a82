package io.ambientprober.cluster.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.cluster.ApiStub;
import io.ambientprober.statement.Cause;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeshSettingsTest {
    private static final Istiod OLD = new Istiod("mesh", "1-29-1");
    private static final Istiod NEW = new Istiod("mesh", "1-30-2");

    private ApiStub api;

    @BeforeEach
    void start() throws IOException {
        api = new ApiStub();
        holds("mesh/configmaps/istio-ca-root-cert", "root-cert.pem", "PEM");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void whatARevisionSaysHolds() {
        holds("mesh/configmaps/istio-1-30-2", "mesh", "trustDomain: mesh.example\nrootNamespace: policies\n");

        assertThat(read(NEW).trustDomain()).contains("mesh.example");
        assertThat(read(NEW).rootNamespace()).contains("policies");
        assertThat(read(NEW).roots()).contains("PEM");
        assertThat(read(NEW).unread()).isEmpty();
    }

    @Test
    void ofEqualKeysTheLastCounts() {
        holds("mesh/configmaps/istio-1-30-2", "mesh", "trustDomain: cluster.local\ntrustDomain: mesh.example");

        assertThat(read(NEW).trustDomain()).contains("mesh.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trustDomain: \"\"", "defaultConfig:\n  trustDomain: deeper.example", "# nothing"})
    void whatItDoesNotSayIsTheUsual(String config) {
        holds("mesh/configmaps/istio-1-30-2", "mesh", config);

        assertThat(read(NEW).trustDomain()).contains("cluster.local");
        assertThat(read(NEW).rootNamespace()).contains("mesh");
    }

    @Test
    void revisionsThatAgreeAreOne() {
        holds("mesh/configmaps/istio-1-29-1", "mesh", "trustDomain: mesh.example");
        holds("mesh/configmaps/istio-1-30-2", "mesh", "trustDomain: mesh.example");

        assertThat(read(OLD, NEW).trustDomain()).contains("mesh.example");
        assertThat(read(OLD, NEW).unread()).isEmpty();
    }

    @Test
    void revisionsThatDifferTellNothing() {
        holds("mesh/configmaps/istio-1-29-1", "mesh", "trustDomain: old.example");
        holds("mesh/configmaps/istio-1-30-2", "mesh", "trustDomain: mesh.example");

        MeshSettings settings = read(OLD, NEW);

        assertThat(settings.trustDomain()).isEmpty();
        assertThat(settings.rootNamespace()).contains("mesh");
        assertThat(settings.unread())
                .extracting(Cause::summary)
                .containsExactly("the mesh's trust domain could not be read (mesh/istio-1-29-1 and mesh/istio-1-30-2 do"
                        + " not say the same): what the mesh says there is not known");
    }

    /** Anyone who may make pods with a label in a namespace of their own does not choose whom the prober believes. */
    @Test
    void rootsOfTwoNamespacesThatDifferAreNone() {
        Istiod other = new Istiod("impostor", "");
        holds("mesh/configmaps/istio-1-30-2", "mesh", "");
        holds("impostor/configmaps/istio", "mesh", "rootNamespace: mesh");
        holds("impostor/configmaps/istio-ca-root-cert", "root-cert.pem", "FORGED");

        assertThat(read(NEW, other).roots()).isEmpty();
        assertThat(read(NEW, other).trustDomain()).contains("cluster.local");
        assertThat(read(NEW, other).unread()).hasSize(1);
    }

    @Test
    void oneThatCannotBeReadLeavesNothingKnown() {
        holds("mesh/configmaps/istio-1-30-2", "mesh", "trustDomain: mesh.example");
        api.answer("/api/v1/namespaces/mesh/configmaps/istio-1-29-1", 403, "");

        MeshSettings settings = read(OLD, NEW);

        assertThat(settings.trustDomain()).isEmpty();
        assertThat(settings.rootNamespace()).isEmpty();
        assertThat(settings.unread())
                .extracting(Cause::remedy)
                .containsExactly("grant get configmaps in mesh, or look at it yourself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a", "trustDomain: [a]", "a: {", "!!set%A", "text"})
    void whatIstiodWouldNotUnderstandIsSaid(String config) {
        holds("mesh/configmaps/istio-1-30-2", "mesh", config);

        assertThat(read(NEW).trustDomain()).isEmpty();
        assertThat(read(NEW).unread())
                .extracting(Cause::summary)
                .singleElement()
                .asString()
                .startsWith("ConfigMap mesh/istio-1-30-2 could not be read (its ");
    }

    @Test
    void withoutIstiodThatIsSaid() {
        assertThat(read().unread())
                .extracting(Cause::remedy)
                .containsExactly("name istiod's namespace (--mesh-namespace), or look at it yourself");
    }

    private MeshSettings read(Istiod... running) {
        try (var client = api.client()) {
            return MeshSettings.read(client, Set.of(running), Set.of(), Optional.empty(), Duration.ofSeconds(30));
        }
    }

    private void holds(String path, String key, String value) {
        ObjectNode map = JsonNodeFactory.instance.objectNode();
        map.put("kind", "ConfigMap").put("apiVersion", "v1").putObject("data").put(key, value);
        api.answer("/api/v1/namespaces/" + path, 200, map.toString());
    }
}

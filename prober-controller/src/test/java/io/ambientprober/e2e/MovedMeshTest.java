package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.e2e.Command.Ended;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A mesh that is not in istio-system: the same verdict, by the identities and the policies of where it is. */
@Tag("cluster")
final class MovedMeshTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static @Nullable MovedMesh mesh;

    @BeforeAll
    static void move() {
        TestBed.assume();
        TestCluster.healthy();
        TestBed.makeSample();
        mesh = MovedMesh.move();
        Command.apply("""
                apiVersion: security.istio.io/v1
                kind: PeerAuthentication
                metadata: {name: default, namespace: %s}
                spec: {mtls: {mode: STRICT}}
                """.formatted(MovedMesh.ROOT));
    }

    @AfterAll
    static void putBack() {
        TestBed.deleteSample();
        if (mesh != null) {
            mesh.close();
        }
    }

    @Test
    void itsOwnIdentitiesAndPoliciesCount() throws JsonProcessingException {
        Ended run = TestCluster.run(List.of());

        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        JsonNode report = JSON.readTree(run.out());
        assertThat(report.path("pods").findValuesAsText("spiffe"))
                .isNotEmpty()
                .allMatch(id -> id.startsWith("spiffe://" + MovedMesh.TRUST_DOMAIN + "/ns/"));
        assertThat(report.path("causes").findValuesAsText("summary"))
                .anyMatch(cause -> cause.startsWith("PeerAuthentication " + MovedMesh.ROOT + "/default sets STRICT"));
        assertThat(run.out()).doesNotContain("could not be read");
    }
}

package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.release.ThisRelease;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApiFailureTest {
    private static final String SERVER = "https://10.0.0.1:6443/";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "403 | pods is forbidden: User \"u\" cannot list | pods is forbidden: User \"u\" cannot list; grant it, see RIGHTS",
                "422 | ValidatingAdmissionPolicy 'ambient-prober-pods' denied request: no volume | ValidatingAdmissionPolicy 'ambient-prober-pods' denied request: no volume; see RIGHTS, the component admission",
                "422 | ValidatingAdmissionPolicy 'other' denied request: no | ValidatingAdmissionPolicy 'other' denied request: no; exempt the prober's namespaces from that policy",
                "409 | already exists | already exists",
                "401 | Unauthorized | the API server https://10.0.0.1:6443/ does not accept these credentials; log in again, or check --context",
                "404 | Not Found | Not Found; https://10.0.0.1:6443/ is no Kubernetes API server, or a proxy before it lets no such request through; check --kubeconfig and --context",
                "500 | etcdserver: request timed out | etcdserver: request timed out",
            })
    void saysWhatTheServerSaid(int code, String message, String line) {
        KubernetesClientException failure = new KubernetesClientException(
                message, code, new StatusBuilder().withMessage(message).build());

        assertThat(ApiFailure.of("list pods", SERVER, failure))
                .hasMessage("cannot list pods: " + line.replace("RIGHTS", ThisRelease.document("rights.md")));
    }

    @Test
    void saysNoMoreOfAnObjectThatIsNotThere() {
        String message = "namespaces \"x\" not found";
        KubernetesClientException failure = new KubernetesClientException(
                message,
                404,
                new StatusBuilder().withMessage(message).withReason("NotFound").build());

        assertThat(ApiFailure.of("create Pod x/y", SERVER, failure)).hasMessage("cannot create Pod x/y: " + message);
    }

    @Test
    void saysWhyThereIsNoAnswer() {
        KubernetesClientException failure =
                new KubernetesClientException("wrapped", new ConnectException("Connection refused"));

        assertThat(ApiFailure.of("reach the cluster", SERVER, failure))
                .hasMessage("cannot reach the cluster: no answer from the API server " + SERVER
                        + " (ConnectException: Connection refused); check the network, --kubeconfig and --context");
    }
}

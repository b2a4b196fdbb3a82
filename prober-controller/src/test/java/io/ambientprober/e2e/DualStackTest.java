package io.ambientprober.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.e2e.Command.Ended;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In a cluster of two address families every path is probed in both, the control too. */
@Tag("cluster")
final class DualStackTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void probesBothFamilies() throws JsonProcessingException {
        TestCluster.assume();
        String addresses = Command.kubectl("get", "pods", "-A", "-o", "jsonpath={.items[*].status.podIPs[*].ip}")
                .requireSuccess();
        assumeTrue(addresses.contains(":"), "the cluster's pods have IPv4 addresses only");

        Ended run = TestCluster.run(List.of());

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String> v4 = new ArrayList<>();
        List<String> v6 = new ArrayList<>();
        for (JsonNode path : JSON.readTree(run.out()).path("paths")) {
            String name = path.path("name").asText();
            String reason = path.path("encryption").path("reason").asText();
            assertThat(reason).as(name).isEqualTo(name.startsWith("control") ? "plaintext" : "hbone");
            if (name.endsWith(", IPv4")) {
                v4.add(name.replace(", IPv4", ""));
            } else {
                assertThat(name).endsWith(", IPv6");
                v6.add(name.replace(", IPv6", ""));
            }
        }
        assertThat(v4).isNotEmpty().containsExactlyInAnyOrderElementsOf(v6);
        TestCluster.assertNothingIsLeft();
    }
}

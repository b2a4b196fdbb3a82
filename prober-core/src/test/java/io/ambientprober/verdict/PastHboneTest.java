package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Scenario;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A client whose redirection is lost, and whose SYNs a policy drops, did not fail closed: it dialled past the mesh. */
class PastHboneTest {
    @Test
    void saysWhatWasDialledAndNeverAnswered() {
        assertThat(findings("dialled past HBONE, and dropped by a policy"))
                .anySatisfy(finding -> assertThat(finding)
                        .contains("10.96.0.10:80 (on node-1)", "10.1.2.2:8080 (on node-2)", "never answered"))
                .noneMatch(finding -> finding.contains("failed closed"));
    }

    @Test
    void saysThatTheMeshFailedClosedWhereNothingWasDialled() {
        assertThat(findings("nothing left the pod"))
                .anyMatch(finding -> finding.contains("failed closed"))
                .noneMatch(finding -> finding.contains("past HBONE"));
    }

    private static List<String> findings(String name) {
        Scenario scenario = Scenario.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        PathVerdict verdict =
                Objects.requireNonNull(scenario.scene().judge().paths().get("0001"));
        return verdict.encryption().findings();
    }
}

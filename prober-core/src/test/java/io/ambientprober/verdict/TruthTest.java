package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.Correlation;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.traffic.HardCaptures;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Captures made to mislead a judge, each with the answers that may be given to it. */
class TruthTest {
    static Stream<String> sets() throws IOException {
        return HardCaptures.sets();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void saysNothingElseThanIsAllowed(String set) throws IOException {
        Path folder = HardCaptures.folder(set);
        JsonNode allowed = HardCaptures.allowed(set);
        Verdicts verdicts;
        try {
            Plan plan = PlanFile.read(folder.resolve("plan.json"));
            verdicts = Verdicts.of(plan, Correlation.of(plan, Analysis.read(plan, folder, VxlanPorts.usual())));
        } catch (IOException e) {
            assertThat(allowed.path("exit"))
                    .as(e.toString())
                    .extracting(JsonNode::asInt)
                    .contains(64);
            return;
        }
        assertThat(texts(allowed.path("run")))
                .as("the run")
                .contains(verdicts.run().name());
        assertThat(texts(allowed.path("never"))).doesNotContain(verdicts.run().name());
        allowed.path("paths").propertyStream().forEach(path -> {
            PathVerdict verdict = Objects.requireNonNull(verdicts.paths().get(path.getKey()), path.getKey());
            may(verdict.encryption(), path.getValue().path("encryption"));
            may(verdict.servicePath(), path.getValue().path("servicePath"));
            if (path.getValue().has("policy")) {
                may(
                        Objects.requireNonNull(verdict.policy(), "no policy"),
                        path.getValue().path("policy"));
            }
        });
    }

    private static void may(Ruling<?> ruling, JsonNode allowed) {
        if (!allowed.isMissingNode()) {
            assertThat(allowed.valueStream().map(TruthTest::texts))
                    .as("%s", ruling.findings())
                    .contains(List.of(ruling.verdict().name(), ruling.reason().code()));
        }
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}

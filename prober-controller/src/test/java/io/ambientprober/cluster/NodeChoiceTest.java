package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.cluster.NodeChoice.NamePattern;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeChoiceTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''               | web-1 | true",
                "web-.*           | web-1 | true",
                "web-.*           | db-1  | false",
                "web              | web-1 | false",
                "!db-.*           | db-1  | false",
                "!db-.*           | web-1 | true",
                "web-.*,!web-1    | web-1 | false",
                "web-.*,!web-1    | web-2 | true",
            })
    void takesNodesByName(String patterns, String node, boolean taken) {
        NodeChoice choice = new NodeChoice(
                Stream.of(patterns.split(","))
                        .filter(text -> !text.isEmpty())
                        .map(NamePattern::parse)
                        .toList(),
                "",
                1);

        assertThat(choice.takes(node)).isEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({
        "*, any, x, NoSchedule, true",
        "gpu, gpu, x, NoExecute, true",
        "gpu, cpu, x, NoExecute, false",
        "gpu:NoSchedule, gpu, x, NoExecute, false",
        "gpu=x, gpu, x, NoSchedule, true",
        "gpu=y, gpu, x, NoSchedule, false",
        "gpu=x:NoSchedule, gpu, x, NoSchedule, true",
    })
    void toleratesAsTheSchedulerDoes(String text, String key, String value, String effect, boolean tolerated) {
        Taint taint = new TaintBuilder()
                .withKey(key)
                .withValue(value)
                .withEffect(effect)
                .build();

        assertThat(NodeFitness.tolerates(TolerationText.parse(text), taint)).isEqualTo(tolerated);
    }
}

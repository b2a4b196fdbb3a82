package io.ambientprober.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.flow.Traffic;
import io.ambientprober.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFlowsJsonTest {
    private static final Instant FROM = Instant.parse("2026-11-28T01:00:00.000000123Z");
    private static final IpAddress V4 = IpAddress.parse("10.1.1.5");
    private static final IpAddress V6 = IpAddress.parse("fd00::7");

    @Test
    void orders_are_read_as_they_were_written() throws IOException {
        FlowOrder order = new FlowOrder(Set.of(V4, V6), 15008);

        assertThat(NodeFlowsJson.order(NodeFlowsJson.bytes(order))).isEqualTo(order);
    }

    @Test
    void counts_are_read_as_they_were_written_for_the_node_that_was_asked() throws IOException {
        NodeFlows flows = flows(1);

        assertThat(NodeFlowsJson.flows("node-1", written(flows))).isEqualTo(flows);
        assertThat(NodeFlowsJson.flows("node-2", written(flows)).node()).isEqualTo("node-2");
    }

    @Test
    void as_many_pairs_as_an_agent_holds_have_room() throws IOException {
        assertThat(written(flows(10_000)).length).isLessThan(NodeFlowsJson.MAX_BYTES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"connections\":3|\"connections\":-1",
                "\"connections\":3|\"connections\":1",
                "\"ownDevice\":2|\"ownDevice\":4",
                "\"established\":3|\"established\":4",
                "\"client\":\"10.1.1.5\"|\"client\":\"somebody\"",
                "\"port\":8080|\"port\":0",
                "\"first\":\"2026-11-28T01:00:01Z\"|\"first\":\"2026-11-28T02:00:01Z\"",
                "\"packets\":100|\"packets\":\"100\"",
                "\"blind\"|\"blond\""
            })
    void refuses_what_no_agent_answers(String right, String wrong) throws IOException {
        String json = new String(written(flows(1)), StandardCharsets.UTF_8);
        assertThat(json).contains(right);

        assertThatThrownBy(() -> read(json.replace(right, wrong))).isInstanceOf(IOException.class);
    }

    @Test
    void a_pair_is_counted_once() {
        NodeFlows one = flows(1);
        NodeFlows twice = new NodeFlows(
                "node-1",
                List.of(one.counts().getFirst(), one.counts().getFirst()),
                100,
                0,
                List.of(),
                FROM,
                FROM,
                List.of());

        assertThatThrownBy(() -> NodeFlowsJson.flows("node-1", written(twice)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("twice");
    }

    private static byte[] written(NodeFlows flows) throws IOException {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        NodeFlowsJson.write(flows, json);
        return json.toByteArray();
    }

    private static NodeFlows read(String json) throws IOException {
        return NodeFlowsJson.flows("node-1", json.getBytes(StandardCharsets.UTF_8));
    }

    private static NodeFlows flows(int pairs) {
        List<FlowCount> counts = IntStream.range(0, pairs)
                .mapToObj(i -> new FlowCount(
                        V4,
                        new IpAddress(V6.high(), V6.low() + i),
                        8080,
                        new Traffic(3, 30, 300),
                        new Looks(1, 1, 1),
                        3,
                        2,
                        Instant.parse("2026-11-28T01:00:01Z"),
                        Instant.parse("2026-11-28T01:00:02Z")))
                .toList();
        return new NodeFlows("node-1", counts, 100, 1, List.of(V4), FROM, FROM.plusSeconds(9), List.of("a note"));
    }
}

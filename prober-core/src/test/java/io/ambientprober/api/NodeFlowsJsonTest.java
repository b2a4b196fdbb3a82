package io.ambientprober.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.FlowCounter;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.flow.Traffic;
import io.ambientprober.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeFlowsJsonTest {
    private static final Instant FROM = Instant.parse("2026-11-28T01:00:00.000000123Z");
    private static final Instant SECOND = Instant.parse("2026-11-28T01:00:01Z");
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
        List<FlowCount> counts = IntStream.range(0, FlowCounter.MAX_PAIRS)
                .mapToObj(i -> new FlowCount(
                        new IpAddress(V6.high(), -1L - i),
                        new IpAddress(~V6.high(), -1L - i),
                        65535,
                        new Traffic(99_999_999, 9_999_999_999L, 9_999_999_999_999L),
                        new Looks(99_999_999, 99_999_999, 99_999_999),
                        99_999_999,
                        99_999_999,
                        FROM.plusNanos(i),
                        FROM.plusSeconds(86_400)))
                .toList();

        assertThat(written(of(counts)).length).isLessThan(NodeFlowsJson.MAX_BYTES);
    }

    /** Goals of what a count costs a controller that asks many agents at once. */
    @ParameterizedTest
    @CsvSource({"30, 10", "30, 130", "100, 100"})
    void a_pair_takes_few_bytes(int pods, int peers) throws IOException {
        NodeFlows flows = busy(pods, peers);
        byte[] json = written(flows);

        assertThat(json.length).isLessThanOrEqualTo(64 * pods * peers);
        assertThat(NodeFlowsJson.flows("node-1", json)).isEqualTo(flows);
    }

    @Test
    void pods_of_a_node_have_room_for_many_peers_in_a_small_answer() throws IOException {
        assertThat(written(busy(30, 125)).length).isLessThan(256 << 10);
    }

    @Test
    void unrelated_pairs_take_at_most_256_KB_on_their_way() throws IOException {
        Random random = new Random(17);
        Set<FlowCount> counts = new LinkedHashSet<>();
        while (counts.size() < FlowCounter.MAX_PAIRS) {
            counts.add(count(random, anywhere(random), anywhere(random)));
        }

        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            NodeFlowsJson.write(of(List.copyOf(counts)), gzip);
        }

        assertThat(packed.size()).isLessThan(256 << 10);
    }

    private static IpAddress anywhere(Random random) {
        return address(random.nextInt(250), random.nextInt(250));
    }

    /** A pod may not have had its address for all of it. */
    @Test
    void no_time_becomes_shorter() throws IOException {
        FlowCount count = flows(1).counts().getFirst();
        FlowCount odd = new FlowCount(
                count.client(),
                count.server(),
                count.port(),
                count.traffic(),
                count.looks(),
                count.established(),
                count.ownDevice(),
                SECOND.plusNanos(1_999_999),
                SECOND.plusNanos(2_000_001));

        FlowCount read = NodeFlowsJson.flows("node-1", written(of(List.of(odd))))
                .counts()
                .getFirst();

        assertThat(read.first()).isEqualTo(SECOND.plusMillis(1));
        assertThat(read.last()).isEqualTo(SECOND.plusMillis(3));
    }

    @Test
    void a_node_that_counted_nothing_says_so() throws IOException {
        NodeFlows nothing = flows(0);

        assertThat(NodeFlowsJson.flows("node-1", written(nothing))).isEqualTo(nothing);
    }

    /** The row is the client's number, the server's, port, connections, packets, bytes, looks, established, own device, times. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3,30,300|-1,30,300",
                "3,30,300|1,30,300",
                "3,30,300|3,-30,300",
                "3,30,300|3,30,-300",
                "3,30,300|3,30,99999999999999999999",
                "3,30,300|3,30",
                "3,30,300|3,30,300,0",
                "3,30,300|3,30,\"300\"",
                "3,30,300|3,30,300.0",
                "3,30,300|3,30,null",
                "1,1,1,3,2|1,1,1,3,4",
                "1,1,1,3,2|1,1,1,4,2",
                "1,1,1,3,2|4,1,1,3,2",
                "[0,1,8080|[-1,1,8080",
                "[0,1,8080|[0,2,8080",
                "[0,1,8080|[0,4294967297,8080",
                "[0,1,8080|[0,1,0",
                "[0,1,8080|[0,1,65536",
                "\"10.1.1.5\",\"fd00|\"somebody\",\"fd00",
                "\"10.1.1.5\",\"fd00::7\"|\"fd00::7\",\"10.1.1.5\"",
                "\"10.1.1.5\",\"fd00::7\"|\"fd00::7\",\"fd00::7\"",
                "3,2,0,1000|3,2,-1,1000",
                "3,2,0,1000|3,2,0,-1",
                "3,2,0,1000|3,2,9223372036854775807,0",
                "3,2,0,1000|3,2,0,9223372036854775807",
                "\"since\":|\"since\":-",
                "\"packets\":100|\"packets\":\"100\"",
                "\"blind\"|\"blond\""
            })
    void refuses_what_no_agent_answers(String right, String wrong) throws IOException {
        String json = new String(written(flows(1)), StandardCharsets.UTF_8);
        assertThat(json).contains(right);

        assertThatThrownBy(() -> read(json.replace(right, wrong)))
                .isInstanceOf(IOException.class)
                .message()
                .hasLineCount(1);
    }

    @Test
    void refuses_more_pairs_than_an_agent_holds() throws IOException {
        byte[] most = written(flows(10_000));
        byte[] more = written(flows(10_001));

        assertThat(NodeFlowsJson.flows("node-1", most).counts()).hasSize(10_000);
        assertThatThrownBy(() -> NodeFlowsJson.flows("node-1", more))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has more than 10000 elements");
    }

    @Test
    void refuses_a_longer_answer_than_any_agent_gives() {
        assertThatThrownBy(() -> read(" ".repeat(NodeFlowsJson.MAX_BYTES + 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger than");
    }

    @Test
    void a_pair_is_counted_once() {
        FlowCount one = flows(1).counts().getFirst();
        NodeFlows twice = of(List.of(one, one));

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
                        SECOND,
                        SECOND.plusSeconds(1)))
                .toList();
        return of(counts);
    }

    /** A minute of pods that talk to others through HBONE and, every tenth pair, past it. */
    private static NodeFlows busy(int pods, int peers) {
        Random random = new Random(17);
        List<FlowCount> counts = new ArrayList<>();
        for (int pod = 0; pod < pods; pod++) {
            for (int peer = 0; peer < peers; peer++) {
                counts.add(count(random, address(1, pod), address(2 + pod % 20, peer)));
            }
        }
        return of(counts);
    }

    private static IpAddress address(int node, int pod) {
        return IpAddress.parse("10.244." + node + "." + (pod + 2));
    }

    private static FlowCount count(Random random, IpAddress client, IpAddress server) {
        boolean past = random.nextInt(10) == 0;
        long connections = 1L + random.nextInt(20);
        long packets = connections * (8L + random.nextInt(500));
        Instant first = SECOND.plusMillis(random.nextLong(30_000));
        return new FlowCount(
                client,
                server,
                past ? 8080 : 15008,
                new Traffic(connections, packets, packets * (66L + random.nextInt(1000))),
                past ? new Looks(connections, 0, 0) : Looks.NONE,
                connections,
                connections,
                first,
                first.plusMillis(random.nextLong(30_000)));
    }

    private static NodeFlows of(List<FlowCount> counts) {
        return new NodeFlows("node-1", counts, 100, 1, List.of(V4), FROM, FROM.plusSeconds(9), List.of("a note"));
    }
}

package io.ambientprober.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.CanaryRead;
import io.ambientprober.evidence.ClearEvidence;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.evidence.LoopbackEvidence;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.Sighting;
import io.ambientprober.evidence.TapReading;
import io.ambientprober.evidence.json.NodeEvidenceJson;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.PodDevice;
import io.ambientprober.plan.Tap;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.Alert;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationsJsonTest {
    private static final IpAddress V4 = IpAddress.parse("10.1.1.2");
    private static final IpAddress V6 = IpAddress.parse("fd00::2");
    private static final PacketRef FIRST = new PacketRef("n1", 1, 1_790_000_000_123_456_789L);

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void everything_arrives_as_it_was_sent() throws IOException {
        Observations sent = observations();

        assertThat(ObservationsJson.read("n1", "n1.pcapng", SentObservations.bytes(sent)))
                .isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{\"evidence\":{}}", "{\"evidence\":null,\"tap\":null}", "garbage"})
    void anything_else_is_refused(String json) {
        assertThatThrownBy(() -> ObservationsJson.read("n1", "n1.pcapng", json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    /** But what the form leaves out where there is nothing to say. */
    @Test
    void nothing_is_missing() throws IOException {
        Set<String> leftOut = Set.of("device", "enteredBy", "podDevices");
        JsonNode answer = JSON.readTree(SentObservations.bytes(observations()));
        List<String> fields = fields("", answer);

        assertThat(fields).hasSizeGreaterThan(150);
        for (String field : fields) {
            if (!leftOut.contains(field.substring(field.lastIndexOf('/') + 1))) {
                assertThatThrownBy(() -> read(without(answer, field)))
                        .as(field)
                        .isInstanceOf(PlanFormatException.class)
                        .hasMessage("the observations: " + field + ": is missing");
            }
        }
    }

    @Test
    void nothing_is_null_that_the_records_do_not_call_nullable() throws IOException {
        Set<String> nullable = Set.of("acknowledged", "clientHello", "serverHello", "serverName");
        JsonNode answer = JSON.readTree(SentObservations.bytes(observations()));

        for (String field : fields("", answer)) {
            boolean isNullable = nullable.contains(field.substring(field.lastIndexOf('/') + 1))
                    || field.endsWith("/serverHello/alpn");
            if (!isNullable) {
                assertThatThrownBy(() -> read(withNull(answer, field)))
                        .as(field)
                        .isInstanceOf(PlanFormatException.class)
                        .hasMessageStartingWith("the observations: " + field)
                        .hasMessageContaining("is not ");
            }
        }
    }

    @Test
    void nothing_is_added() throws IOException {
        ObjectNode answer = (ObjectNode) JSON.readTree(SentObservations.bytes(observations()));
        ((ObjectNode) answer.path("evidence")).put("more", 1);

        assertThatThrownBy(() -> read(answer)).hasMessage("the observations: /evidence: holds more than it may");
    }

    @Test
    void nothing_is_said_twice() {
        String answer = new String(SentObservations.bytes(observations()), StandardCharsets.UTF_8);
        byte[] behind = (answer + "{}").getBytes(StandardCharsets.UTF_8);
        byte[] within = answer.replace("\"opened\":true", "\"opened\":false,\"opened\":true")
                .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> ObservationsJson.read("n1", "n1.pcapng", behind))
                .hasMessage("the observations: there is more than one JSON value");
        assertThatThrownBy(() -> ObservationsJson.read("n1", "n1.pcapng", within))
                .hasMessageStartingWith("the observations: /evidence/connections/0: line 1, column ")
                .hasMessageContaining("Duplicate field 'opened'");
    }

    /** A tree takes many times the room of its text. */
    @Test
    void no_part_is_larger_than_a_tree_may_be() throws IOException {
        ObjectNode answer = (ObjectNode) JSON.readTree(SentObservations.bytes(observations()));
        ArrayNode suites = (ArrayNode) answer.at("/evidence/connections/0/tls/clientHello/cipherSuites");
        for (int i = 0; i < 50_000; i++) {
            suites.add("0x1301");
        }

        assertThatThrownBy(() -> read(answer))
                .hasMessageStartingWith("the observations: /evidence/connections/0: ")
                .hasMessageContaining("exceeds a bound");
    }

    @Test
    void a_size_is_what_is_written() throws IOException {
        NodeEvidence evidence = observations().evidence();
        JsonNode json = JSON.readTree(SentObservations.bytes(observations())).path("evidence");

        assertThat(NodeEvidenceJson.size(evidence)).isEqualTo(json.toString().length());
        assertThat(NodeEvidenceJson.size(evidence.connections().getFirst()))
                .isEqualTo(json.at("/connections/0").toString().length());
    }

    private static Observations read(JsonNode answer) throws IOException {
        return ObservationsJson.read("n1", "n1.pcapng", answer.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> fields(String here, JsonNode node) {
        List<String> fields = new ArrayList<>();
        node.properties().forEach(field -> {
            String pointer = here + "/" + field.getKey();
            fields.add(pointer);
            fields.addAll(fields(pointer, field.getValue()));
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            fields.addAll(fields(here + "/" + i, node.path(i)));
        }
        return fields;
    }

    private static JsonNode without(JsonNode answer, String field) {
        ObjectNode changed = answer.deepCopy();
        int slash = field.lastIndexOf('/');
        ((ObjectNode) changed.at(field.substring(0, slash))).remove(field.substring(slash + 1));
        return changed;
    }

    private static JsonNode withNull(JsonNode answer, String field) {
        ObjectNode changed = answer.deepCopy();
        int slash = field.lastIndexOf('/');
        ((ObjectNode) changed.at(field.substring(0, slash))).putNull(field.substring(slash + 1));
        return changed;
    }

    private static Observations observations() {
        TlsFacts tls = new TlsFacts(
                new ClientHello(List.of(0x0304), List.of(0x1302), List.of("h2"), null),
                new ServerHello(0x0304, 0x1302, null),
                true,
                false,
                false,
                List.of(new Alert(Direction.SERVER_TO_CLIENT, 2, 116)));
        return new Observations(
                new NodeEvidence(
                        "n1",
                        List.of(new TapReading("n1", 10, 1000, 1, 2, 0, List.of("a note"), List.of("a fault"))),
                        List.of(new ClearEvidence("0001", true, false, 3, 1, 0, List.of(sighting()))),
                        List.of(new LoopbackEvidence("0001", 4, FIRST)),
                        List.of(
                                connection(
                                        new Framing.Tls(
                                                true,
                                                4,
                                                new ApplicationData(
                                                        3, 2000, List.of(1, 2, 3), ApplicationData.Small.NONE)),
                                        new Framing.Empty(),
                                        tls),
                                connection(
                                        new Framing.NotTls("SSH", 7, "SSH-", 0),
                                        new Framing.Unaligned(9),
                                        TlsFacts.NONE)),
                        List.of(new NodeEncryption(NodeEncryption.Kind.ESP, 2, FIRST))),
                new Tap(
                        "n1",
                        "n1",
                        List.of("n1.pcapng"),
                        "LINUX_SLL2",
                        10L,
                        12L,
                        0,
                        0,
                        0,
                        List.of(new PodDevice(7, "veth7", List.of(V4, V6)))));
    }

    private static Sighting sighting() {
        return new Sighting(
                "n1", 4, 9, 5, "tcp", V6, 40000, V4, 80, List.of("vxlan 42"), 3, Direction.CLIENT_TO_SERVER, "POST");
    }

    private static Connection connection(Framing fromClient, Framing fromServer, TlsFacts tls) {
        return new Connection(
                V4,
                40000,
                V6,
                15008,
                FIRST,
                FIRST,
                true,
                true,
                false,
                false,
                List.of(new CanaryRead("0001", 3, Direction.CLIENT_TO_SERVER)),
                List.of(11, 12),
                tls,
                new Half(5, 600, 0, 0, 3, true, -5, -7, fromClient),
                new Half(6, 700, 2, 1, 0, false, null, 9, fromServer));
    }
}

package io.ambientprober.report.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.CanaryRead;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.Alert;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One TCP connection, what its bytes are, and what its handshake said. */
final class ConnectionJson {
    private ConnectionJson() {}

    static ObjectNode of(Connection connection) {
        ObjectNode json = object().put("client", connection.client().withPort(connection.clientPort()))
                .put("server", connection.server().withPort(connection.serverPort()));
        json.set("first", EvidenceJson.packet(connection.first()));
        json.set("last", EvidenceJson.packet(connection.last()));
        json.put("opened", connection.opened())
                .put("answered", connection.answered())
                .put("reset", connection.reset())
                .put("clear", connection.clear());
        json.set("canaries", EvidenceJson.array(connection.canaries(), ConnectionJson::canary));
        if (!connection.enteredBy().isEmpty()) {
            connection.enteredBy().forEach(json.putArray("enteredBy")::add);
        }
        json.set("tls", tls(connection.tls()));
        json.set("fromClient", half(connection.fromClient()));
        json.set("fromServer", half(connection.fromServer()));
        return json;
    }

    private static ObjectNode canary(CanaryRead canary) {
        return object().put("path", canary.pathId())
                .put("sequence", canary.sequence())
                .put("direction", EvidenceJson.direction(canary.direction()));
    }

    private static ObjectNode half(Half half) {
        ObjectNode json = object().put("packets", half.packets())
                .put("payloadBytes", half.payloadBytes())
                .put("missingBytes", half.missingBytes())
                .put("cutBytes", half.cutBytes())
                .put("strayBytes", half.strayBytes())
                .put("contradicted", half.contradicted())
                .put("acknowledged", half.acknowledged() == null ? null : Integer.toUnsignedLong(half.acknowledged()))
                .put("firstSequence", Integer.toUnsignedLong(half.firstSequence()));
        json.set("framing", framing(half.framing()));
        return json;
    }

    private static ObjectNode framing(Framing framing) {
        return switch (framing) {
            case Framing.Empty() -> object().put("kind", "empty");
            case Framing.Unaligned(long bytes) ->
                object().put("kind", "unaligned").put("bytes", bytes);
            case Framing.Tls tls ->
                application(
                        object().put("kind", "tls")
                                .put("fromStart", tls.fromStart())
                                .put("records", tls.records()),
                        tls.application());
            case Framing.NotTls notTls ->
                object().put("kind", "not-tls")
                        .put("looksLike", notTls.looksLike())
                        .put("packet", notTls.packet())
                        .put("excerpt", notTls.excerpt())
                        .put("offset", notTls.offset());
        };
    }

    private static ObjectNode application(ObjectNode json, ApplicationData data) {
        json.put("applicationRecords", data.records()).put("applicationBytes", data.bytes());
        json.set("firstRecords", EvidenceJson.array(data.first(), JsonNodeFactory.instance::numberNode));
        ApplicationData.Small small = data.small();
        json.set(
                "smallRecords",
                EvidenceJson.array(
                        List.of(small.under16(), small.under17(), small.under24()),
                        sum -> object().put("records", sum.records()).put("bytes", sum.bytes())));
        return json;
    }

    private static ObjectNode tls(TlsFacts tls) {
        ObjectNode json = object();
        json.set("clientHello", clientHello(tls.clientHello()));
        json.set("serverHello", serverHello(tls.serverHello()));
        json.put("helloRetried", tls.helloRetried())
                .put("readableFlightEnded", tls.readableFlightEnded())
                .put("certificateRequested", tls.certificateRequested());
        json.set("alerts", EvidenceJson.array(tls.alerts(), ConnectionJson::alert));
        return json;
    }

    private static @Nullable ObjectNode clientHello(@Nullable ClientHello hello) {
        if (hello == null) {
            return null;
        }
        ObjectNode json = object();
        json.set("versions", codes(hello.versions()));
        json.set("cipherSuites", codes(hello.cipherSuites()));
        json.set("alpn", EvidenceJson.strings(hello.alpn()));
        return json.put("serverName", hello.serverName());
    }

    private static @Nullable ObjectNode serverHello(@Nullable ServerHello hello) {
        return hello == null
                ? null
                : object().put("version", code(hello.version()))
                        .put("cipherSuite", code(hello.cipherSuite()))
                        .put("alpn", hello.alpn());
    }

    private static ObjectNode alert(Alert alert) {
        return object().put("direction", EvidenceJson.direction(alert.from()))
                .put("level", alert.level())
                .put("description", alert.description());
    }

    private static ArrayNode codes(List<Integer> codes) {
        return EvidenceJson.array(codes, code -> JsonNodeFactory.instance.textNode(code(code)));
    }

    /** As registries and Wireshark write them: 0x1302. */
    private static String code(int code) {
        return "0x" + HexFormat.of().toHexDigits((short) code);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

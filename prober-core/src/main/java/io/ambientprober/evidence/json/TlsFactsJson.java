package io.ambientprober.evidence.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.Alert;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a handshake said. */
final class TlsFactsJson {
    private TlsFactsJson() {}

    static ObjectNode of(TlsFacts tls) {
        ObjectNode json = object();
        json.set("clientHello", of(tls.clientHello()));
        json.set("serverHello", of(tls.serverHello()));
        json.put("helloRetried", tls.helloRetried())
                .put("readableFlightEnded", tls.readableFlightEnded())
                .put("certificateRequested", tls.certificateRequested());
        return json.set("alerts", JsonList.of(tls.alerts(), TlsFactsJson::of));
    }

    static TlsFacts read(JsonField field) throws PlanFormatException {
        return new TlsFacts(
                field.get("clientHello").orNull(TlsFactsJson::clientHello),
                field.get("serverHello").orNull(TlsFactsJson::serverHello),
                field.get("helloRetried").bool(),
                field.get("readableFlightEnded").bool(),
                field.get("certificateRequested").bool(),
                field.get("alerts").list(TlsFactsJson::alert));
    }

    private static @Nullable ObjectNode of(@Nullable ClientHello hello) {
        if (hello == null) {
            return null;
        }
        ObjectNode json = object();
        json.set("versions", codes(hello.versions()));
        json.set("cipherSuites", codes(hello.cipherSuites()));
        json.set("alpn", JsonList.texts(hello.alpn()));
        return json.put("serverName", hello.serverName());
    }

    private static ClientHello clientHello(JsonField field) throws PlanFormatException {
        return new ClientHello(
                field.get("versions").list(TlsFactsJson::code),
                field.get("cipherSuites").list(TlsFactsJson::code),
                field.get("alpn").list(JsonField::text),
                field.get("serverName").orNull(JsonField::text));
    }

    private static @Nullable ObjectNode of(@Nullable ServerHello hello) {
        return hello == null
                ? null
                : object().put("version", code(hello.version()))
                        .put("cipherSuite", code(hello.cipherSuite()))
                        .put("alpn", hello.alpn());
    }

    private static ServerHello serverHello(JsonField field) throws PlanFormatException {
        return new ServerHello(
                code(field.get("version")),
                code(field.get("cipherSuite")),
                field.get("alpn").orNull(JsonField::text));
    }

    private static ObjectNode of(Alert alert) {
        return object().put("direction", PacketJson.direction(alert.from()))
                .put("level", alert.level())
                .put("description", alert.description());
    }

    private static Alert alert(JsonField field) throws PlanFormatException {
        return new Alert(
                PacketJson.direction(field.get("direction")),
                field.get("level").count(),
                field.get("description").count());
    }

    private static ArrayNode codes(List<Integer> codes) {
        return JsonList.of(codes, code -> JsonNodeFactory.instance.textNode(code(code)));
    }

    /** As registries and Wireshark write them: 0x1302. */
    private static String code(int code) {
        return "0x" + HexFormat.of().toHexDigits((short) code);
    }

    private static Integer code(JsonField field) throws PlanFormatException {
        String text = field.text();
        if (!text.matches("0x[0-9a-f]{4}")) {
            throw field.isNot("a code of four hexadecimal digits");
        }
        return Integer.parseInt(text.substring(2), 16);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

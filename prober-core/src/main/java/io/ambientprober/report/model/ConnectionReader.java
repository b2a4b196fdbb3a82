package io.ambientprober.report.model;

import io.ambientprober.evidence.CanaryRead;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Half;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.wire.ApplicationData;
import io.ambientprober.wire.ApplicationData.Small;
import io.ambientprober.wire.ApplicationData.Sum;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.Alert;
import io.ambientprober.wire.TlsFacts.ClientHello;
import io.ambientprober.wire.TlsFacts.ServerHello;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The other half of {@link ConnectionJson}. */
final class ConnectionReader {
    private ConnectionReader() {}

    static Connection read(JsonField field) throws PlanFormatException {
        Endpoint client = Endpoint.read(field.get("client"));
        Endpoint server = Endpoint.read(field.get("server"));
        return new Connection(
                client.address(),
                client.port(),
                server.address(),
                server.port(),
                EvidenceReader.packet(field.get("first")),
                EvidenceReader.packet(field.get("last")),
                field.get("opened").bool(),
                field.get("answered").bool(),
                field.get("reset").bool(),
                field.get("clear").bool(),
                orWithout(field.find("canaries"), canaries -> canaries.list(ConnectionReader::canary), List.of()),
                orWithout(field.find("enteredBy"), devices -> devices.list(JsonField::count), List.of()),
                tls(field.get("tls")),
                half(field.get("fromClient")),
                half(field.get("fromServer")));
    }

    /** What reports of before do not hold. */
    private static <T> T orWithout(@Nullable JsonField field, JsonField.Reading<T> reading, T without)
            throws PlanFormatException {
        return field == null ? without : reading.from(field);
    }

    private static Half half(JsonField field) throws PlanFormatException {
        return new Half(
                EvidenceReader.count(field.get("packets")),
                EvidenceReader.count(field.get("payloadBytes")),
                EvidenceReader.count(field.get("missingBytes")),
                orWithout(field.find("cutBytes"), EvidenceReader::count, 0L),
                orWithout(field.find("strayBytes"), EvidenceReader::count, 0L),
                orWithout(field.find("contradicted"), JsonField::bool, false),
                acknowledged(field.find("acknowledged")),
                orWithout(field.find("firstSequence"), EvidenceReader::count, 0L)
                        .intValue(),
                framing(field.get("framing")));
    }

    private static @Nullable Integer acknowledged(@Nullable JsonField field) throws PlanFormatException {
        Long number = field == null ? null : field.orNull(EvidenceReader::count);
        return number == null ? null : number.intValue();
    }

    private static Framing framing(JsonField field) throws PlanFormatException {
        JsonField kind = field.get("kind");
        return switch (kind.text()) {
            case "empty" -> new Framing.Empty();
            case "unaligned" -> new Framing.Unaligned(EvidenceReader.count(field.get("bytes")));
            case "tls" ->
                new Framing.Tls(
                        field.get("fromStart").bool(), EvidenceReader.count(field.get("records")), application(field));
            case "not-tls" ->
                new Framing.NotTls(
                        field.get("looksLike").text(),
                        EvidenceReader.count(field.get("packet")),
                        field.get("excerpt").text(),
                        orWithout(field.find("offset"), EvidenceReader::count, 0L));
            default -> throw kind.isNot("a kind of framing");
        };
    }

    private static ApplicationData application(JsonField field) throws PlanFormatException {
        return new ApplicationData(
                EvidenceReader.count(field.get("applicationRecords")),
                EvidenceReader.count(field.get("applicationBytes")),
                orWithout(field.find("firstRecords"), first -> first.list(JsonField::count), List.of()),
                orWithout(field.find("smallRecords"), ConnectionReader::small, Small.NONE));
    }

    private static Small small(JsonField field) throws PlanFormatException {
        List<Sum> sums = field.list(
                sum -> new Sum(EvidenceReader.count(sum.get("records")), EvidenceReader.count(sum.get("bytes"))));
        if (sums.size() != 3) {
            throw field.isNot("three sums");
        }
        return new Small(sums.get(0), sums.get(1), sums.get(2));
    }

    private static CanaryRead canary(JsonField field) throws PlanFormatException {
        return new CanaryRead(
                field.get("path").text(),
                EvidenceReader.count(field.get("sequence")),
                EvidenceReader.direction(field.get("direction")));
    }

    private static TlsFacts tls(JsonField field) throws PlanFormatException {
        return new TlsFacts(
                field.get("clientHello").orNull(ConnectionReader::clientHello),
                field.get("serverHello").orNull(ConnectionReader::serverHello),
                field.get("helloRetried").bool(),
                field.get("readableFlightEnded").bool(),
                field.get("certificateRequested").bool(),
                field.get("alerts").list(ConnectionReader::alert));
    }

    private static ClientHello clientHello(JsonField field) throws PlanFormatException {
        return new ClientHello(
                field.get("versions").list(ConnectionReader::code),
                field.get("cipherSuites").list(ConnectionReader::code),
                field.get("alpn").list(JsonField::text),
                field.get("serverName").orNull(JsonField::text));
    }

    private static ServerHello serverHello(JsonField field) throws PlanFormatException {
        return new ServerHello(
                code(field.get("version")),
                code(field.get("cipherSuite")),
                field.get("alpn").orNull(JsonField::text));
    }

    private static Alert alert(JsonField field) throws PlanFormatException {
        return new Alert(
                EvidenceReader.direction(field.get("direction")),
                field.get("level").count(),
                field.get("description").count());
    }

    private static Integer code(JsonField field) throws PlanFormatException {
        String text = field.text();
        if (!text.matches("0x[0-9a-f]{4}")) {
            throw field.isNot("a code of four hexadecimal digits");
        }
        return Integer.parseInt(text.substring(2), 16);
    }
}

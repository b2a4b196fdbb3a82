package io.ambientprober.evidence.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.LegAccount.Gap;
import io.ambientprober.evidence.LegAccount.Sum;
import io.ambientprober.evidence.PathEvidence.DirectSurplus;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The accounts of a path, written and read. */
final class AccountJson {
    private AccountJson() {}

    static ObjectNode of(LegAccount account) {
        ObjectNode json = object().put("leg", account.leg());
        json.set("request", of(account.request()));
        json.set("response", of(account.response()));
        return json.put("balances", account.balances());
    }

    private static ObjectNode of(Sum sum) {
        ObjectNode json = object();
        json.set("nodes", JsonList.texts(sum.nodes()));
        json.put("delivered", sum.delivered())
                .put("captured", sum.captured())
                .put("smallest", sum.smallest())
                .put("others", sum.others());
        json.set("gaps", JsonList.of(sum.gaps(), AccountJson::of));
        return json;
    }

    private static ObjectNode of(Gap gap) {
        return object().put("kind", code(gap.kind()))
                .put("node", gap.node())
                .put("client", gap.client().withPort(gap.clientPort()))
                .put("server", gap.server().withPort(gap.serverPort()))
                .put("direction", PacketJson.direction(gap.direction()))
                .put("bytes", gap.bytes());
    }

    static ObjectNode of(DirectSurplus surplus) {
        return object().put("request", surplus.request()).put("response", surplus.response());
    }

    /** Reports of version 1 held one node and four sums for both directions. */
    static LegAccount read(JsonField field) throws PlanFormatException {
        String leg = field.get("leg").text();
        return field.find("deliveredRequest") == null
                ? new LegAccount(leg, sum(field.get("request")), sum(field.get("response")))
                : new LegAccount(leg, oldSum(field, "Request"), oldSum(field, "Response"));
    }

    private static Sum sum(JsonField field) throws PlanFormatException {
        return new Sum(
                field.get("nodes").list(JsonField::text),
                field.get("delivered").natural(),
                field.get("captured").natural(),
                field.get("smallest").natural(),
                field.get("others").natural(),
                field.get("gaps").list(AccountJson::gap));
    }

    private static Sum oldSum(JsonField field, String direction) throws PlanFormatException {
        String node = field.get("node").orNull(JsonField::text);
        return new Sum(
                node == null ? List.of() : List.of(node),
                field.get("delivered" + direction).natural(),
                field.get("captured" + direction).natural(),
                0,
                field.get("missing").natural(),
                List.of());
    }

    private static Gap gap(JsonField field) throws PlanFormatException {
        Endpoint client = Endpoint.read(field.get("client"));
        Endpoint server = Endpoint.read(field.get("server"));
        return new Gap(
                field.get("kind").oneOf(Gap.Kind.values(), AccountJson::code, "a kind of gap"),
                field.get("node").text(),
                client.address(),
                client.port(),
                server.address(),
                server.port(),
                PacketJson.direction(field.get("direction")),
                field.get("bytes").natural());
    }

    private static String code(Gap.Kind kind) {
        return switch (kind) {
            case MISSING -> "missing";
            case STRAY -> "stray";
            case CONTRADICTED -> "contradicted";
            case UNALIGNED -> "unaligned";
            case NOT_TLS -> "not-tls";
            case HELLO_UNSEEN -> "hello-unseen";
            case OVERHEAD_UNKNOWN -> "overhead-unknown";
        };
    }

    static DirectSurplus surplus(@Nullable JsonField field) throws PlanFormatException {
        return field == null
                ? new DirectSurplus(0, 0)
                : new DirectSurplus(
                        field.get("request").natural(), field.get("response").natural());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}

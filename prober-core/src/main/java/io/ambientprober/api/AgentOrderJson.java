package io.ambientprober.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonStream;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.wire.AddressRanges;
import io.ambientprober.wire.AddressRanges.Range;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An order to capture, in JSON. */
public final class AgentOrderJson {
    private static final long LAST_ADDRESS = 0xFFFF_FFFFL;
    private static final JsonFactory JSON = StrictJson.factory(16 << 10);

    private AgentOrderJson() {}

    public static byte[] bytes(AgentOrder order) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.set("plan", PlanFile.json(order.plan()));
        ArrayNode ends = json.putArray("ends");
        order.ends()
                .ranges()
                .forEach(range -> ends.addArray().add(range.first()).add(range.last()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IOException in one line, when it is anything else or out of bounds
     */
    public static AgentOrder read(byte[] json) throws IOException {
        try (JsonStream order = new JsonStream("the order", JSON, json)) {
            AgentOrder read =
                    new AgentOrder(order.read("plan", PlanFile::plan), order.read("ends", AgentOrderJson::ranges));
            order.end();
            return read;
        }
    }

    private static AddressRanges ranges(JsonField json) throws PlanFormatException {
        List<Range> ranges = json.list(AgentOrderJson::range);
        if (ranges.size() > AgentOrder.MAX_RANGES) {
            throw json.complaint("holds more than " + AgentOrder.MAX_RANGES + " ranges");
        }
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).first() <= ranges.get(i - 1).last()) {
                throw json.complaint("is not in order");
            }
        }
        return new AddressRanges(ranges);
    }

    private static Range range(JsonField json) throws PlanFormatException {
        List<Long> ends = json.list(end -> end.whole(0, LAST_ADDRESS));
        if (ends.size() != 2 || ends.getFirst() > ends.getLast()) {
            throw json.isNot("two addresses, as numbers");
        }
        return new Range(ends.getFirst(), ends.getLast());
    }
}

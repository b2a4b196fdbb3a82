package io.ambientprober.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonStream;
import io.ambientprober.wire.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The order of a count of flows and what it came to, in JSON. */
public final class NodeFlowsJson {
    /** A pair takes 60 bytes and at most twice that, and 42 for an address that no other pair has; an agent holds 10,000. */
    public static final int MAX_BYTES = 2 << 20;

    /** Addresses of the pods of a node; kubelets take 250 pods at most, of two addresses each. */
    public static final int MAX_LOCAL = 4096;

    private static final int MAX_TEXT = 1000;
    private static final JsonFactory JSON = StrictJson.factory(MAX_TEXT);

    private NodeFlowsJson() {}

    public static byte[] bytes(FlowOrder order) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("hbonePort", order.hbonePort());
            writeAddresses(json, "local", order.local());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // nothing is written anywhere
        }
        return bytes.toByteArray();
    }

    /**
     * Reads that.
     *
     * @throws IOException in one line, when it is anything else or out of bounds
     */
    public static FlowOrder order(byte[] json) throws IOException {
        try (JsonStream order = new JsonStream("the count", JSON, json)) {
            int port = order.read("hbonePort", JsonField::port);
            List<IpAddress> local = order.list("local", JsonField::address);
            order.end();
            if (local.size() > MAX_LOCAL) {
                throw new IOException("the count: more than " + MAX_LOCAL + " addresses");
            }
            return new FlowOrder(new HashSet<>(local), port);
        }
    }

    /** As it goes, and without closing: 10,000 pairs would take many times their bytes of the agent's memory as a tree. */
    public static void write(NodeFlows flows, OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
            json.writeStartObject();
            json.writeNumberField("packets", flows.packets());
            json.writeNumberField("dropped", flows.dropped());
            json.writeStringField("from", flows.from().toString());
            json.writeStringField("to", flows.to().toString());
            writeAddresses(json, "blind", flows.blind());
            json.writeArrayFieldStart("notes");
            for (String note : flows.notes()) {
                json.writeString(note.substring(0, Math.min(note.length(), MAX_TEXT)));
            }
            json.writeEndArray();
            FlowRows.write(flows.counts(), json);
            json.writeEndObject();
        }
    }

    /**
     * Reads what a node's agent answered; whose it is, the reader knows.
     *
     * @throws IOException in one line, when it is anything else or out of bounds, or counts more than there was
     */
    public static NodeFlows flows(String node, byte[] json) throws IOException {
        if (json.length > MAX_BYTES) {
            throw new IOException("it is larger than " + MAX_BYTES + " bytes");
        }
        try (JsonStream flows = new JsonStream("the count", JSON, json)) {
            long packets = flows.read("packets", JsonField::natural);
            long dropped = flows.read("dropped", JsonField::natural);
            Instant from = flows.read("from", JsonField::time);
            Instant to = flows.read("to", JsonField::time);
            List<IpAddress> blind = flows.list("blind", JsonField::address);
            List<String> notes = flows.list("notes", JsonField::text);
            List<FlowCount> counts = FlowRows.read(flows);
            flows.end();
            requireEachOnce(counts);
            return new NodeFlows(node, counts, packets, dropped, blind, from, to, notes);
        }
    }

    private record Ends(IpAddress client, IpAddress server, int port) {}

    private static void requireEachOnce(List<FlowCount> counts) throws IOException {
        Set<Ends> ends = new HashSet<>();
        for (FlowCount count : counts) {
            if (!ends.add(new Ends(count.client(), count.server(), count.port()))) {
                throw new IOException(
                        "it counts " + count.client() + " to " + count.server().withPort(count.port()) + " twice");
            }
        }
    }

    private static void writeAddresses(JsonGenerator json, String field, Collection<IpAddress> addresses)
            throws IOException {
        json.writeArrayFieldStart(field);
        for (IpAddress address : addresses.stream().sorted().toList()) {
            json.writeString(address.toString());
        }
        json.writeEndArray();
    }
}

package io.ambientprober.verdict;

import java.util.stream.Stream;

/** The ruling on what one workload sent to a port of another. */
public record FlowVerdict(Flow flow, Ruling<FlowReason> past) implements Checked {
    @Override
    public String id() {
        return flow.client() + ">" + flow.server() + ":" + flow.port() + ">" + flow.ends();
    }

    @Override
    public String name() {
        return flow.client() + " to " + flow.server() + (flow.port() == 0 ? "" : ":" + flow.port());
    }

    @Override
    public String namespace() {
        return flow.clientNamespace();
    }

    @Override
    public String workload() {
        return flow.client().substring(flow.client().indexOf('/') + 1);
    }

    @Override
    public String lastingName() {
        return name();
    }

    @Override
    public Stream<Ruling<?>> rulings() {
        return Stream.of(past);
    }
}

package io.ambientprober.verdict;

import java.util.stream.Stream;

/** The ruling on what one workload sent to a port of another. */
public record FlowVerdict(Flow flow, Ruling<FlowReason> past) implements Ruled {
    @Override
    public String id() {
        return flow.client() + ">" + flow.server() + ":" + flow.port() + ">" + flow.ends();
    }

    @Override
    public String name() {
        return flow.client() + " to " + flow.server() + ":" + flow.port();
    }

    @Override
    public Stream<Ruling<?>> rulings() {
        return Stream.of(past);
    }
}

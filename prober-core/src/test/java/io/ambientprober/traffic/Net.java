package io.ambientprober.traffic;

import io.ambientprober.plan.Tap;
import io.ambientprober.wire.LinkType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Two nodes with a tap each; every packet is seen where its sender says, a few microseconds after the one before. */
final class Net {
    private static final long BEGIN = 1_785_000_000_000_000_000L;
    private static final long STEP = 7_000;

    private final Map<String, List<Frame>> frames = new LinkedHashMap<>();
    private final LinkType linkType;
    private long now = BEGIN;

    Net(LinkType linkType, String... nodes) {
        this.linkType = linkType;
        for (String node : nodes) {
            frames.put(node, new ArrayList<>());
        }
    }

    void seen(byte[] ip, List<String> nodes) {
        byte[] link = Links.header(linkType, Links.etherType(ip));
        byte[] data = Numbers.join(link, ip);
        for (String node : nodes) {
            now += STEP;
            Objects.requireNonNull(frames.get(node), node).add(new Frame(now, linkType, 0, data, data.length));
        }
    }

    List<Recording> recordings() {
        return frames.entrySet().stream()
                .map(node -> new Recording(tap(node.getKey(), node.getValue().size()), node.getValue(), 0))
                .toList();
    }

    private Tap tap(String node, int captured) {
        return new Tap(node, node, node + ".pcap", linkType.name(), captured, 0, 0);
    }
}

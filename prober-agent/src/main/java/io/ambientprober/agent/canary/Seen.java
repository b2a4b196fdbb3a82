package io.ambientprober.agent.canary;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Whole canaries received, by path; bounded, since anyone who reaches the port can make paths up. */
final class Seen {
    static final int MAX_PATHS = 1_000;
    static final int MAX_SOURCES = 16;

    private final Map<String, Path> paths = new TreeMap<>();
    private long unlisted;

    private static final class Path {
        final Map<CanaryPort, Integer> requests = new EnumMap<>(CanaryPort.class);
        final Set<String> sources = new LinkedHashSet<>();
    }

    synchronized void add(String pathId, CanaryPort port, String source) {
        if (!paths.containsKey(pathId) && paths.size() == MAX_PATHS) {
            unlisted++;
            return;
        }
        Path path = paths.computeIfAbsent(pathId, id -> new Path());
        path.requests.merge(port, 1, Integer::sum);
        if (path.sources.size() < MAX_SOURCES) {
            path.sources.add(source);
        }
    }

    synchronized JsonObject json() {
        JsonObject byPath = new JsonObject();
        paths.forEach((id, path) -> byPath.put(id, json(path)));
        return new JsonObject().put("paths", byPath).put("unlisted", unlisted);
    }

    private static JsonObject json(Path path) {
        JsonObject json = new JsonObject();
        for (CanaryPort port : CanaryPort.values()) {
            json.put(port.label(), path.requests.getOrDefault(port, 0));
        }
        return json.put("sources", new JsonArray(path.sources.stream().toList()));
    }
}

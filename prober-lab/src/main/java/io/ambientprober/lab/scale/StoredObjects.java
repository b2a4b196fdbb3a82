package io.ambientprober.lab.scale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The objects of one resource, and who watches them. Those that never change are kept as text. */
final class StoredObjects {
    private final NavigableMap<String, Stored> byKey = new TreeMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** An object as it is sent. */
    record Stored(String json, Map<String, String> labels) {
        static Stored of(ObjectNode object) {
            Map<String, String> labels = new HashMap<>();
            object.at("/metadata/labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            return new Stored(object.toString(), Map.copyOf(labels));
        }
    }

    /**
     * Who is told of changes.
     *
     * @param told of the kind of event, and the object
     */
    private record Watcher(Selection selection, BiConsumer<String, Stored> told) {}

    /** @param more where the next page begins; empty where there is none */
    record Page(List<Stored> objects, String more) {}

    synchronized boolean add(String namespace, String name, Stored object) {
        if (byKey.putIfAbsent(Selection.key(namespace, name), object) != null) {
            return false;
        }
        tell("ADDED", Selection.key(namespace, name), object);
        return true;
    }

    synchronized void change(String namespace, String name, Stored object) {
        if (byKey.replace(Selection.key(namespace, name), object) != null) {
            tell("MODIFIED", Selection.key(namespace, name), object);
        }
    }

    synchronized @Nullable Stored find(String namespace, String name) {
        return byKey.get(Selection.key(namespace, name));
    }

    /** Those that are chosen, from a place on. */
    synchronized Page list(Selection selection, String from, int limit) {
        List<Stored> chosen = new ArrayList<>();
        for (Map.Entry<String, Stored> entry :
                byKey.tailMap(from.isEmpty() ? selection.first() : from, true).entrySet()) {
            if (!selection.reaches(entry.getKey())) {
                break;
            }
            if (selection.takes(entry.getKey(), entry.getValue().labels())) {
                if (chosen.size() == limit) {
                    return new Page(chosen, entry.getKey());
                }
                chosen.add(entry.getValue());
            }
        }
        return new Page(chosen, "");
    }

    synchronized void remove(String namespace, String name) {
        Stored object = byKey.remove(Selection.key(namespace, name));
        if (object != null) {
            tell("DELETED", Selection.key(namespace, name), object);
        }
    }

    synchronized void delete(Selection selection) {
        List<String> gone = byKey.tailMap(selection.first(), true).entrySet().stream()
                .takeWhile(entry -> selection.reaches(entry.getKey()))
                .filter(entry ->
                        selection.takes(entry.getKey(), entry.getValue().labels()))
                .map(Map.Entry::getKey)
                .toList();
        for (String key : gone) {
            Stored object = byKey.remove(key);
            if (object != null) {
                tell("DELETED", key, object);
            }
        }
    }

    private void tell(String event, String key, Stored object) {
        for (Watcher watcher : watchers) {
            if (watcher.selection().takes(key, object.labels())) {
                watcher.told().accept(event, object);
            }
        }
    }

    /** What ends the watch. */
    synchronized Runnable watch(Selection selection, BiConsumer<String, Stored> told) {
        Watcher watcher = new Watcher(selection, told);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}

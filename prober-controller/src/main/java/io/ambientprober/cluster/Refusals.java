package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Namespaces of a user's own that would not have a canary, and why: a quota, an admission policy, pods that are never ready. Of each the first
 * reason is kept. No other namespace may refuse anything.
 */
final class Refusals {
    private final Set<String> mayRefuse;
    private final Map<String, String> reasons = new ConcurrentHashMap<>();

    Refusals(RingNamespaces ring) {
        mayRefuse = Set.copyOf(ring.names());
        reasons.putAll(ring.without());
    }

    /** @throws SiteException the same, where the namespace is none that may refuse */
    void take(String namespace, SiteException why) throws SiteException {
        if (!mayRefuse.contains(namespace)) {
            throw why;
        }
        reasons.putIfAbsent(namespace, String.valueOf(why.getMessage()));
    }

    boolean isBy(String namespace) {
        return reasons.containsKey(namespace);
    }

    /** @throws SiteException where it refused */
    void requireNone(String namespace) throws SiteException {
        String reason = reasons.get(namespace);
        if (reason != null) {
            throw new SiteException(reason);
        }
    }

    /** Those that there are by now. */
    SortedMap<String, String> all() {
        return new TreeMap<>(reasons);
    }

    boolean mayRefuse(String namespace) {
        return mayRefuse.contains(namespace);
    }
}

package io.ambientprober.cluster;

import io.ambientprober.canary.RunKey;
import java.util.Map;
import java.util.TreeMap;

/**
 * Names and labels of what one run makes. Every pod of the cluster can read some of them in DNS.
 *
 * @param id the public one, never the run's key
 */
record RunScope(String id) {
    static RunScope ofKey(String key) {
        return new RunScope(RunKey.publicId(key));
    }

    /** Selects everything of this run. */
    String selector() {
        return Labels.RUN + "=" + id;
    }

    /** A name for an object of this run: valid for pods and Services alike (RFC 1035). */
    String name(String part) {
        return id + "-" + part;
    }

    Map<String, String> labels(String component) {
        Map<String, String> labels = new TreeMap<>(Labels.common());
        labels.put(Labels.COMPONENT, component);
        labels.put(Labels.INSTANCE, id);
        labels.put(Labels.RUN, id);
        return labels;
    }
}

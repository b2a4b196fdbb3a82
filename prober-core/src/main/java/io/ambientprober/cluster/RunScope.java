package io.ambientprober.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Names and labels of what one run makes. */
record RunScope(String run) {
    /** Selects everything of this run. */
    String selector() {
        return Labels.RUN + "=" + run;
    }

    /** A name for an object of this run: valid for pods and Services alike (RFC 1035). */
    String name(String part) {
        return "ap-" + run.toLowerCase(Locale.ROOT) + "-" + part;
    }

    Map<String, String> labels(String component) {
        Map<String, String> labels = new TreeMap<>(Labels.common());
        labels.put(Labels.COMPONENT, component);
        labels.put(Labels.INSTANCE, run);
        labels.put(Labels.RUN, run);
        return labels;
    }
}

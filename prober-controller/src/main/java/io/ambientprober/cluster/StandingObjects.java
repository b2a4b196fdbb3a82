package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.Map;
import java.util.TreeMap;

/** What stays of standing canaries: their DaemonSet, its service account, and the key by which runs command them. */
final class StandingObjects {
    /** Of all of them. */
    static final String NAME = "ambient-prober-standing";

    static final String COMPONENT = "canary-standing";

    /** Selects their pods. */
    static final Map<String, String> SELECTOR = Map.of(Labels.STANDING, "true");

    private StandingObjects() {}

    static ServiceAccount account(String namespace) {
        return new ServiceAccountBuilder()
                .withMetadata(metadata(namespace))
                .withAutomountServiceAccountToken(false)
                .build();
    }

    static DaemonSet daemonSet(Blueprint run, String namespace) {
        Map<String, String> labels = new TreeMap<>(labels());
        labels.put("sidecar.istio.io/inject", "false");
        return new DaemonSetBuilder()
                .withMetadata(metadata(namespace))
                .withNewSpec()
                .withNewSelector()
                .withMatchLabels(SELECTOR)
                .endSelector()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(run.recipe().standing(NAME, run.standing().fingerprint()))
                .endTemplate()
                .endSpec()
                .build();
    }

    static ObjectMeta metadata(String namespace) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace)
                .withName(NAME)
                .withLabels(labels())
                .build();
    }

    static Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(Labels.common());
        labels.put(Labels.COMPONENT, COMPONENT);
        labels.put(Labels.STANDING, "true");
        return labels;
    }
}

package io.ambientprober.cluster.enrolled;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** Pods as an API server has them. */
final class SamplePods {
    private SamplePods() {}

    static PodBuilder running(String name, String ip) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withUid("uid of " + name)
                .withCreationTimestamp("2026-11-28T01:00:00Z")
                .endMetadata()
                .withNewSpec()
                .withNodeName("a")
                .withServiceAccountName("till")
                .addNewContainer()
                .withName("app")
                .endContainer()
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withHostIP("192.168.0.1")
                .addNewPodIP(ip)
                .endStatus();
    }

    static PodBuilder annotated(PodBuilder pod, String redirection) {
        return pod.editMetadata()
                .addToAnnotations("ambient.istio.io/redirection", redirection)
                .endMetadata();
    }

    static PodBuilder labelled(PodBuilder pod, String key, String value) {
        return pod.editMetadata().addToLabels(key, value).endMetadata();
    }

    static Pod enabled(String name, String ip) {
        return annotated(running(name, ip), "enabled").build();
    }
}

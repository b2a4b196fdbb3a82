package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster insists on for every pod that a run makes, merged into it as the API merges a patch: maps and lists of named things by
 * their keys, single values over those that are there.
 *
 * @param tolerations in addition to those of the run
 * @param nodeSelector nodes without these labels are left out
 * @param securityContext of pods; agents keep their user
 */
public record PodTemplate(
        Map<String, String> labels,
        Map<String, String> annotations,
        List<LocalObjectReference> imagePullSecrets,
        @Nullable ResourceRequirements resources,
        @Nullable String priorityClassName,
        @Nullable String runtimeClassName,
        List<Toleration> tolerations,
        Map<String, String> nodeSelector,
        @Nullable PodSecurityContext securityContext) {
    /** Of a cluster that insists on nothing. */
    public static final PodTemplate NONE =
            new PodTemplate(Map.of(), Map.of(), List.of(), null, null, null, List.of(), Map.of(), null);

    /**
     * Absent parts are null where a file was read.
     *
     * @throws IllegalArgumentException in one line, where it would remove what a proof needs
     */
    public PodTemplate {
        labels = PodTemplateRules.whole("labels", labels);
        annotations = PodTemplateRules.whole("annotations", annotations);
        imagePullSecrets = PodTemplateRules.whole("imagePullSecrets", imagePullSecrets);
        tolerations = PodTemplateRules.whole("tolerations", tolerations);
        nodeSelector = PodTemplateRules.whole("nodeSelector", nodeSelector);
        PodTemplateRules.require(labels, annotations, nodeSelector);
        if (resources != null) {
            PodTemplateRules.require(resources);
        }
        if (securityContext != null) {
            PodTemplateRules.require(securityContext);
        }
    }

    /** Puts it over a pod, or over the pods of a DaemonSet; leaves all else as it is. */
    HasMetadata over(HasMetadata object) {
        switch (object) {
            case Pod pod -> put(pod.getMetadata(), pod.getSpec());
            case DaemonSet set -> {
                var template = set.getSpec().getTemplate();
                put(template.getMetadata(), template.getSpec());
            }
            default -> {
                // runs nothing
            }
        }
        return object;
    }

    private void put(ObjectMeta metadata, PodSpec spec) {
        metadata.setLabels(merged(metadata.getLabels(), labels));
        metadata.setAnnotations(merged(metadata.getAnnotations(), annotations));
        spec.setImagePullSecrets(Stream.concat(spec.getImagePullSecrets().stream(), imagePullSecrets.stream())
                .distinct()
                .toList());
        spec.setNodeSelector(merged(spec.getNodeSelector(), nodeSelector));
        if (priorityClassName != null) {
            spec.setPriorityClassName(priorityClassName);
        }
        if (runtimeClassName != null) {
            spec.setRuntimeClassName(runtimeClassName);
        }
        if (resources != null) {
            spec.getContainers().forEach(container -> put(container.getResources(), resources));
        }
        if (securityContext != null) {
            put(spec.getSecurityContext(), securityContext, Boolean.TRUE.equals(spec.getHostNetwork()));
        }
    }

    private static void put(ResourceRequirements own, ResourceRequirements more) {
        own.setRequests(merged(own.getRequests(), more.getRequests()));
        own.setLimits(merged(own.getLimits(), more.getLimits()));
    }

    private static void put(PodSecurityContext own, PodSecurityContext more, boolean agent) {
        if (!agent) {
            set(more.getRunAsUser(), own::setRunAsUser);
            set(more.getRunAsGroup(), own::setRunAsGroup);
        }
        set(more.getFsGroup(), own::setFsGroup);
        set(more.getFsGroupChangePolicy(), own::setFsGroupChangePolicy);
        set(more.getSupplementalGroupsPolicy(), own::setSupplementalGroupsPolicy);
        set(more.getSeLinuxOptions(), own::setSeLinuxOptions);
        set(more.getAppArmorProfile(), own::setAppArmorProfile);
        if (!more.getSupplementalGroups().isEmpty()) {
            own.setSupplementalGroups(more.getSupplementalGroups());
        }
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    private static <V> Map<String, V> merged(@Nullable Map<String, V> own, @Nullable Map<String, V> more) {
        Map<String, V> merged = new TreeMap<>(Objects.requireNonNullElse(own, Map.of()));
        merged.putAll(Objects.requireNonNullElse(more, Map.of()));
        return merged;
    }
}

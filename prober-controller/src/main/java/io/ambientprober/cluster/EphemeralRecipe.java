package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.EphemeralContainer;
import io.fabric8.kubernetes.api.model.EphemeralContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.stream.Stream;

/**
 * Containers in pods of others, with no more rights than Pod Security {@code restricted} leaves.
 *
 * @param inRootsPod whether a container of the pod is root's that names no other user
 */
record EphemeralRecipe(String image, boolean inRootsPod) {
    /** The image's own. */
    private static final Long USER = 65532L;

    /** What is merged into a pod to add one. */
    Pod patch(String name, List<String> orders) {
        return new PodBuilder()
                .withNewSpec()
                .withEphemeralContainers(container(name, orders))
                .endSpec()
                .build();
    }

    private EphemeralContainer container(String name, List<String> orders) {
        return new EphemeralContainerBuilder()
                .withName(name)
                .withImage(image)
                .withImagePullPolicy("IfNotPresent")
                .withCommand(ImageCommand.AGENT)
                .withArgs(Stream.concat(Stream.of("in-pod"), orders.stream()).toList())
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withSecurityContext(PodRecipe.confined()
                        .withRunAsNonRoot(true)
                        // elsewhere the pod's or the image's, which OpenShift's ranges let through
                        .withRunAsUser(inRootsPod ? USER : null)
                        .withRunAsGroup(inRootsPod ? USER : null)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .build())
                .build();
    }
}

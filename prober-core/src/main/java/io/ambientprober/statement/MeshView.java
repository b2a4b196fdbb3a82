package io.ambientprober.statement;

import io.ambientprober.plan.PodName;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the mesh says of one pod. What is null was not read, or ztunnel does not know the pod any more, for example because it ended.
 *
 * @param redirection annotation {@code ambient.istio.io/redirection}, which istio-cni writes; empty when there is none
 * @param protocol how its node's ztunnel would send to it: {@code HBONE} or {@code TCP}
 * @param state whether its node's ztunnel serves it: {@code Up}, or what keeps it from it
 * @param opened connections that its node's ztunnel counted from or to it, since that ztunnel started; none of a pod that has an owner,
 *     since those count under the owner's name
 */
public record MeshView(
        PodName pod,
        String redirection,
        @Nullable String protocol,
        @Nullable String state,
        List<OpenedConnections> opened) {
    public static final String ANNOTATION = "ambient.istio.io/redirection";

    public MeshView {
        opened = List.copyOf(opened);
    }

    /** What says that the pod is in the mesh, in words. */
    public List<String> inside() {
        return Stream.of(
                        says("annotation " + ANNOTATION + " is enabled", redirection.equals("enabled")),
                        says("ztunnel has it as HBONE", "HBONE".equals(protocol)),
                        says("ztunnel serves it", "Up".equals(state)))
                .flatMap(words -> words)
                .toList();
    }

    /** What says that the pod is not in the mesh, in words. */
    public List<String> outside() {
        return Stream.of(
                        says("it has no annotation " + ANNOTATION, redirection.isEmpty()),
                        says(
                                "annotation " + ANNOTATION + " is " + redirection,
                                !redirection.isEmpty() && !redirection.equals("enabled")),
                        says("ztunnel has it as TCP", "TCP".equals(protocol)),
                        says("ztunnel has it as " + state, state != null && !state.equals("Up")))
                .flatMap(words -> words)
                .toList();
    }

    private static Stream<String> says(String words, boolean holds) {
        return holds ? Stream.of(words) : Stream.of();
    }
}

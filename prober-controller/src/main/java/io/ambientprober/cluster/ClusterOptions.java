package io.ambientprober.cluster;

import io.ambientprober.cluster.enrolled.ZtunnelMesh;
import io.ambientprober.run.Question;
import io.fabric8.kubernetes.api.model.Toleration;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where in a cluster a run takes place, and with what.
 *
 * @param asked questions; without canaries nothing is made but agents
 * @param from namespace of the clients in the mesh
 * @param to namespace of the servers in the mesh
 * @param ring namespaces of the user's own that the canaries in the mesh live in, instead of those two
 * @param mesh that is probed
 * @param meshNamespace where istiod is; empty for wherever it runs
 * @param inPods pods of others, from within which canaries are sent as well
 * @param families in which servers are dialled, as far as the cluster has them
 * @param image with both commands, for agents and canaries
 * @param template of every pod that is made
 * @param standing whether the canaries in the mesh are pods that live between runs
 * @param keep whether everything stays after the run
 * @param lifetime after which the cluster ends what a lost controller left
 */
public record ClusterOptions(
        Set<Question> asked,
        NodeChoice nodes,
        String from,
        String to,
        RingNamespaces ring,
        ZtunnelMesh mesh,
        Optional<String> meshNamespace,
        List<InPodSelector> inPods,
        Set<IpFamily> families,
        List<Toleration> tolerations,
        String image,
        PodTemplate template,
        boolean standing,
        boolean keep,
        Duration lifetime) {
    /** Of agents, which need Pod Security {@code privileged} for the host's network. */
    public static final String CONTROL_NAMESPACE = "ambient-prober";

    /** Of canaries in the mesh, unless a user's own namespaces are probed. */
    public static final String MESH_NAMESPACE = "ambient-prober-mesh";

    /** Of the control outside the mesh. */
    public static final String PLAIN_NAMESPACE = "ambient-prober-plain";

    public ClusterOptions {
        asked = Set.copyOf(asked);
        inPods = List.copyOf(inPods);
        families = EnumSet.copyOf(families);
        tolerations = List.copyOf(tolerations);
    }

    /** With canaries in the prober's own namespaces, or in two others. */
    public ClusterOptions(
            Set<Question> asked,
            NodeChoice nodes,
            String from,
            String to,
            List<InPodSelector> inPods,
            Set<IpFamily> families,
            List<Toleration> tolerations,
            String image,
            PodTemplate template,
            boolean standing,
            boolean keep,
            Duration lifetime) {
        this(
                asked,
                nodes,
                from,
                to,
                RingNamespaces.NONE,
                ZtunnelMesh.ISTIO,
                Optional.empty(),
                inPods,
                families,
                tolerations,
                image,
                template,
                standing,
                keep,
                lifetime);
    }

    /** Whether the mesh knows AuthorizationPolicies, so that they can be probed. */
    public boolean hasPolicies() {
        return mesh.hasPolicies();
    }

    boolean asks(Question question) {
        return asked.contains(question);
    }

    /** The same, with canaries in these namespaces. */
    ClusterOptions in(RingNamespaces namespaces) {
        return with(namespaces, mesh, meshNamespace);
    }

    /** The same, of a mesh whose istiod is in this namespace. */
    public ClusterOptions meshIn(String namespace) {
        return with(ring, mesh, Optional.of(namespace));
    }

    /** The same, of another mesh. */
    ClusterOptions of(ZtunnelMesh other) {
        return with(ring, other, meshNamespace);
    }

    private ClusterOptions with(RingNamespaces ring, ZtunnelMesh mesh, Optional<String> meshNamespace) {
        return new ClusterOptions(
                asked,
                nodes,
                from,
                to,
                ring,
                mesh,
                meshNamespace,
                inPods,
                families,
                tolerations,
                image,
                template,
                standing,
                keep,
                lifetime);
    }

    /** Where clients in the mesh are. */
    List<String> clientNamespaces() {
        return ring.names().isEmpty() ? List.of(from) : ring.names();
    }

    /** Where servers in the mesh are. */
    List<String> serverNamespaces() {
        return ring.names().isEmpty() ? List.of(to) : ring.names();
    }

    /** Where canaries in the mesh are. */
    List<String> canaryNamespaces() {
        return Stream.concat(clientNamespaces().stream(), serverNamespaces().stream())
                .distinct()
                .toList();
    }

    /** Every namespace that a run makes something in. */
    List<String> namespaces() {
        return asks(Question.CANARIES)
                ? Stream.concat(Stream.of(CONTROL_NAMESPACE, PLAIN_NAMESPACE), canaryNamespaces().stream())
                        .distinct()
                        .toList()
                : List.of(CONTROL_NAMESPACE);
    }
}

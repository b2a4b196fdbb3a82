package io.ambientprober.cluster;

import io.ambientprober.canary.CanaryPort;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.AffinityBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Specifications of the pods of a run, with no more rights than each needs. */
final class PodRecipe {

    /** Option of the agent that names whom it takes orders from. */
    static final String CONTROLLER = "--controller-sha256";

    private static final String CANARY = "canary";
    private static final String RUN_ID = "--run-id";

    /**
     * What one JVM of the image may come to, whatever it does: 96 MB of heap (scripts/lib/agent-jvm.sh), 60 MB of classes where their archive had to be
     * moved, and half as much for code, threads and buffers. A standing canary that may grow to less is killed after some runs.
     */
    static final String MEMORY = "256Mi";

    private final ClusterOptions options;

    PodRecipe(ClusterOptions options) {
        this.options = options;
    }

    /**
     * Captures on its node's own network: root with the one capability that a packet socket takes. Nothing asks whether it is ready:
     * on that network anybody may answer.
     *
     * @param controller SHA-256 of the certificate of the one that it serves
     */
    PodSpec agent(String node, String controller) {
        List<String> args = List.of(
                "serve",
                CONTROLLER,
                controller,
                "--node",
                node,
                "--lease",
                String.valueOf(options.lifetime().toSeconds()));
        Container container = container(args, "100m", "2")
                .withSecurityContext(confined()
                        .editCapabilities()
                        .addToAdd("NET_RAW")
                        .endCapabilities()
                        .build())
                .build();
        return spec(node, container, null)
                .withHostNetwork(true)
                .withDnsPolicy("Default")
                .withSecurityContext(new PodSecurityContextBuilder()
                        .withRunAsUser(0L)
                        .withNewSeccompProfile()
                        .withType("RuntimeDefault")
                        .endSeccompProfile()
                        .build())
                .build();
    }

    /**
     * Answers the canaries of one run; the body of its clients, and no other.
     *
     * @param controller SHA-256 of the certificate of the one that may say what to send
     */
    PodSpec server(String node, @Nullable String serviceAccount, String controller, RunScope run) {
        return restricted(spec(node, served(body(controller, run)), serviceAccount))
                .build();
    }

    private static List<String> body(String controller, RunScope run) {
        return List.of(CANARY, CONTROLLER, controller, RUN_ID, run.id());
    }

    /** It is asked for to begin with. A server that lost it on a busy node would be lost to the mesh, and canaries with it. */
    private Container served(List<String> args) {
        return container(args, "10m", "1")
                .withReadinessProbe(new ProbeBuilder()
                        .withNewHttpGet()
                        .withPath("/healthz")
                        .withNewPort(CanaryPort.OPEN.usual())
                        .endHttpGet()
                        .withPeriodSeconds(1)
                        .withTimeoutSeconds(5)
                        .withFailureThreshold(30)
                        .build())
                .addNewPort()
                .withContainerPort(CanaryPort.OPEN.usual())
                .endPort()
                .addNewPort()
                .withContainerPort(CanaryPort.DENIED.usual())
                .endPort()
                .addNewPort()
                .withContainerPort(CanaryPort.IDENTITY.usual())
                .endPort()
                .build();
    }

    /**
     * Answers canaries, and sends some when a run says so; on every node, for good.
     *
     * @param controller SHA-256 of the certificate of the one that may say so
     */
    PodSpec standing(String serviceAccount, String controller) {
        return restricted(spec(null, served(List.of(CANARY, CONTROLLER, controller)), serviceAccount))
                .withRestartPolicy("Always")
                .withActiveDeadlineSeconds(null)
                .build();
    }

    /**
     * The same body, for the clients of one run.
     *
     * @param controller SHA-256 of the certificate of the one that may say what to send
     */
    PodSpec client(String node, @Nullable String serviceAccount, String controller, RunScope run) {
        Container container = container(body(controller, run), "10m", "1").build();
        return restricted(spec(node, container, serviceAccount)).build();
    }

    /** With limits, which a ResourceQuota of a namespace may insist on. */
    private ContainerBuilder container(List<String> args, String cpu, String mostCpu) {
        return new ContainerBuilder()
                .withName("main")
                .withImage(options.image())
                .withImagePullPolicy("IfNotPresent")
                .withCommand(ImageCommand.AGENT)
                .withArgs(args)
                .withEnv(new EnvVar("TMPDIR", "/tmp", null))
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withSecurityContext(confined().build())
                .withNewResources()
                .withRequests(Map.of("cpu", new Quantity(cpu), "memory", new Quantity("64Mi")))
                .withLimits(Map.of("cpu", new Quantity(mostCpu), "memory", new Quantity(MEMORY)))
                .endResources()
                .addNewVolumeMount()
                .withName("tmp")
                .withMountPath("/tmp")
                .endVolumeMount();
    }

    /** What every container is held to. */
    static SecurityContextBuilder confined() {
        return new SecurityContextBuilder(new SecurityContext())
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities();
    }

    private PodSpecBuilder spec(@Nullable String node, Container container, @Nullable String serviceAccount) {
        PodSpecBuilder spec = new PodSpecBuilder()
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(1L)
                .withActiveDeadlineSeconds(options.lifetime().toSeconds())
                .withTolerations(options.tolerations())
                // anyone who splits a cluster by systems looks for it in every pod
                .withNodeSelector(Map.of(Labels.SYSTEM, Labels.LINUX))
                .withContainers(container)
                .withVolumes(new VolumeBuilder()
                        .withName("tmp")
                        .withNewEmptyDir()
                        .withMedium("Memory")
                        .withSizeLimit(new Quantity("64Mi"))
                        .endEmptyDir()
                        .build());
        if (serviceAccount != null) {
            spec.withServiceAccountName(serviceAccount);
        }
        if (node != null) {
            spec.withAffinity(on(node));
        }
        return spec;
    }

    /** As the image's own user, or whichever else the cluster says: OpenShift gives each namespace a range of its own. */
    private static PodSpecBuilder restricted(PodSpecBuilder spec) {
        PodSecurityContext context = new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile()
                .build();
        return spec.withSecurityContext(context);
    }

    /** As a DaemonSet does it: by the node's name, through the scheduler, which checks taints and room. */
    private static Affinity on(String node) {
        return new AffinityBuilder()
                .withNewNodeAffinity()
                .withNewRequiredDuringSchedulingIgnoredDuringExecution()
                .addNewNodeSelectorTerm()
                .addNewMatchField()
                .withKey("metadata.name")
                .withOperator("In")
                .withValues(node)
                .endMatchField()
                .endNodeSelectorTerm()
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endNodeAffinity()
                .build();
    }
}

package io.ambientprober.cluster;

import io.ambientprober.peer.Fingerprint;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The DaemonSet of the standing canaries, and its service account. */
final class StandingObjects {
    /** Of both, and of the Secret with the key by which runs command them. */
    static final String NAME = "ambient-prober-standing";

    private static final String COMPONENT = "canary-standing";

    private final RunContext context;

    StandingObjects(RunContext context) {
        this.context = context;
    }

    /**
     * Makes what is missing; what is there stays as it is, as old pods are what these canaries are for.
     *
     * @param controller whom they are to take orders from
     */
    void ensure(String namespace, Fingerprint controller) throws SiteException {
        if (account(namespace) == null) {
            context.cluster()
                    .create(new ServiceAccountBuilder()
                            .withMetadata(metadata(namespace))
                            .withAutomountServiceAccountToken(false)
                            .build());
        }
        DaemonSet daemonSet = daemonSet(namespace);
        if (daemonSet == null) {
            context.cluster().create(newDaemonSet(namespace, controller));
        } else {
            requireOurs(daemonSet, controller);
            tellOfOtherImage(daemonSet);
        }
    }

    private @Nullable Object account(String namespace) throws SiteException {
        return context.cluster()
                .ask(
                        "get ServiceAccount " + namespace + "/" + NAME,
                        () -> context.cluster()
                                .client()
                                .serviceAccounts()
                                .inNamespace(namespace)
                                .withName(NAME)
                                .get());
    }

    private @Nullable DaemonSet daemonSet(String namespace) throws SiteException {
        return context.cluster()
                .ask(
                        "get DaemonSet " + namespace + "/" + NAME,
                        () -> context.cluster()
                                .client()
                                .apps()
                                .daemonSets()
                                .inNamespace(namespace)
                                .withName(NAME)
                                .get());
    }

    private static void requireOurs(DaemonSet daemonSet, Fingerprint controller) throws SiteException {
        List<String> args = Objects.requireNonNullElse(container(daemonSet).getArgs(), List.of());
        if (!args.contains(controller.hex())) {
            throw new SiteException("the standing canaries of namespace "
                    + daemonSet.getMetadata().getNamespace() + " take orders from another key than that of Secret "
                    + ClusterOptions.CONTROL_NAMESPACE + "/" + NAME
                    + "; remove them with prober cleanup --standing, and run again");
        }
    }

    private static Container container(DaemonSet daemonSet) {
        return daemonSet.getSpec().getTemplate().getSpec().getContainers().getFirst();
    }

    private void tellOfOtherImage(DaemonSet daemonSet) {
        String image = container(daemonSet).getImage();
        if (!context.options().image().equals(image)) {
            context.note("the standing canaries run " + image + ", this run uses "
                    + context.options().image());
        }
    }

    private DaemonSet newDaemonSet(String namespace, Fingerprint controller) {
        Map<String, String> labels = new TreeMap<>(labels());
        labels.put("sidecar.istio.io/inject", "false");
        return new DaemonSetBuilder()
                .withMetadata(metadata(namespace))
                .withNewSpec()
                .withNewSelector()
                .withMatchLabels(Map.of(Labels.STANDING, "true"))
                .endSelector()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(context.recipe().standing(NAME, controller.hex()))
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

    private static Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(Labels.common());
        labels.put(Labels.COMPONENT, COMPONENT);
        labels.put(Labels.STANDING, "true");
        return labels;
    }
}

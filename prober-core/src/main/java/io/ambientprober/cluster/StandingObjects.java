package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The DaemonSet of the standing canaries, its service account, and the Secret by which runs command them. */
final class StandingObjects {
    /** Of all three. */
    static final String NAME = "ambient-prober-standing";

    private static final String COMPONENT = "canary-standing";

    private final Workplace work;

    StandingObjects(Workplace work) {
        this.work = work;
    }

    /** Makes what is missing; what is there stays as it is, as old pods are what these canaries are for. */
    String ensure(String namespace) throws SiteException {
        Secret secret = secret(namespace);
        if (account(namespace) == null) {
            work.cluster()
                    .create(new ServiceAccountBuilder()
                            .withMetadata(metadata(namespace))
                            .withAutomountServiceAccountToken(false)
                            .build());
        }
        DaemonSet daemonSet = daemonSet(namespace);
        if (daemonSet == null) {
            work.cluster().create(newDaemonSet(namespace));
        } else {
            tellOfOtherImage(daemonSet);
        }
        String encoded = secret.getData() == null ? null : secret.getData().get(PodRecipe.TOKEN_KEY);
        if (encoded == null) {
            throw new SiteException("Secret " + namespace + "/" + NAME + " has no key " + PodRecipe.TOKEN_KEY
                    + "; remove it with prober cleanup --standing");
        }
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
    }

    private Secret secret(String namespace) throws SiteException {
        Secret found = work.cluster()
                .ask(
                        "get Secret " + namespace + "/" + NAME,
                        () -> work.cluster()
                                .client()
                                .secrets()
                                .inNamespace(namespace)
                                .withName(NAME)
                                .get());
        return found != null
                ? found
                : work.cluster()
                        .create(new SecretBuilder()
                                .withMetadata(metadata(namespace))
                                .withData(Map.of(
                                        PodRecipe.TOKEN_KEY,
                                        Base64.getEncoder()
                                                .encodeToString(RunToken.next().getBytes(StandardCharsets.UTF_8))))
                                .build());
    }

    private @Nullable Object account(String namespace) throws SiteException {
        return work.cluster()
                .ask(
                        "get ServiceAccount " + namespace + "/" + NAME,
                        () -> work.cluster()
                                .client()
                                .serviceAccounts()
                                .inNamespace(namespace)
                                .withName(NAME)
                                .get());
    }

    private @Nullable DaemonSet daemonSet(String namespace) throws SiteException {
        return work.cluster()
                .ask(
                        "get DaemonSet " + namespace + "/" + NAME,
                        () -> work.cluster()
                                .client()
                                .apps()
                                .daemonSets()
                                .inNamespace(namespace)
                                .withName(NAME)
                                .get());
    }

    private void tellOfOtherImage(DaemonSet daemonSet) {
        String image = daemonSet
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getImage();
        if (!work.options().image().equals(image)) {
            work.note("the standing canaries run " + image + ", this run uses "
                    + work.options().image());
        }
    }

    private DaemonSet newDaemonSet(String namespace) {
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
                .withSpec(work.recipe().standing(NAME, NAME))
                .endTemplate()
                .endSpec()
                .build();
    }

    private static ObjectMeta metadata(String namespace) {
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

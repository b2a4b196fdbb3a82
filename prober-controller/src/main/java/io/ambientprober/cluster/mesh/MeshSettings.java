package io.ambientprober.cluster.mesh;

import io.ambientprober.statement.Cause;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is known of the control plane that the data plane follows. Where several may be it and do not say the same, nothing is.
 *
 * @param trustDomain of its identities
 * @param rootNamespace whose policies are for the whole mesh
 * @param roots certificates in PEM that its identities are signed with
 * @param unread why something of this is not known
 */
public record MeshSettings(
        Optional<String> trustDomain, Optional<String> rootNamespace, Optional<String> roots, List<Cause> unread) {
    /** Where istiod publishes them (istio/istio, security/pkg/k8s/configutil and pilot's namespace controller). */
    private static final String ROOTS = "istio-ca-root-cert";

    private static final String ROOTS_KEY = "root-cert.pem";
    /** Characters; an argument of a process holds 128 KiB (execve(2)). */
    private static final int MAX_ROOTS = 64 << 10;

    private static final String TO_CHOOSE = "name istiod's namespace (--mesh-namespace), or look at it yourself";

    /** Its settings are no ConfigMap's; its authority is kept where the prober does not read (ZtunnelMesh). */
    public static final MeshSettings OF_CILIUM = new MeshSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(Questions.unread(
                    "the mesh's trust domain and roots",
                    "Cilium keeps them in a Secret, or in SPIRE",
                    "look at it yourself: identities are not verified")));

    public MeshSettings {
        unread = List.copyOf(unread);
    }

    /**
     * Reads the configuration of one control plane, or of all that may be it; never fails.
     *
     * @param running those that have pods
     * @param followed what ztunnels are told to follow, as {@link Istiod#followedBy} gives it, and an empty one for those that do not say
     * @param namespace of istiod, where somebody named it
     */
    public static MeshSettings read(
            KubernetesClient client,
            Set<Istiod> running,
            Set<String> followed,
            Optional<String> namespace,
            Duration timeout) {
        SortedSet<Istiod> candidates = Istiod.candidates(running, followed, namespace);
        if (candidates.isEmpty()) {
            return unknown(
                    followed.stream().allMatch(String::isEmpty)
                            ? "no pod with label app=istiod was found"
                            : followed.stream()
                                    .filter(address -> !address.isEmpty())
                                    .sorted()
                                    .collect(Collectors.joining(", ", "ztunnel follows ", "")));
        }
        try (Questions questions = new Questions(timeout)) {
            Map<Istiod, MeshConfig> configs = questions.ask(
                    candidates,
                    istiod -> "ConfigMap " + istiod,
                    istiod -> "get configmaps in " + istiod.namespace(),
                    istiod -> config(client, istiod));
            Map<String, String> roots = questions.ask(
                    candidates.stream().map(Istiod::namespace).distinct().toList(),
                    place -> "ConfigMap " + place + "/" + ROOTS,
                    place -> "get configmaps in " + place,
                    place -> roots(client, place));
            return together(candidates, configs, roots, questions.unanswered());
        }
    }

    private static MeshSettings unknown(String why) {
        return new MeshSettings(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(Questions.unread("the mesh's configuration", why, TO_CHOOSE)));
    }

    private static MeshSettings together(
            Collection<Istiod> candidates,
            Map<Istiod, MeshConfig> configs,
            Map<String, String> roots,
            List<Cause> unanswered) {
        boolean all = configs.size() == candidates.size();
        boolean allRoots = candidates.stream().map(Istiod::namespace).allMatch(roots::containsKey);
        return new MeshSettings(
                all ? agreed(configs, MeshConfig::trustDomain) : Optional.empty(),
                all ? agreed(configs, MeshConfig::rootNamespace) : Optional.empty(),
                allRoots ? agreed(roots, Function.identity()) : Optional.empty(),
                Stream.of(
                                unanswered.stream(),
                                split("trust domain", configs, MeshConfig::trustDomain),
                                split("root namespace", configs, MeshConfig::rootNamespace),
                                split("roots", roots, Function.identity()))
                        .flatMap(causes -> causes)
                        .toList());
    }

    private static <T> Optional<String> agreed(Map<?, T> said, Function<T, String> value) {
        Set<String> different = said.values().stream().map(value).collect(Collectors.toSet());
        return different.size() == 1 ? Optional.of(different.iterator().next()) : Optional.empty();
    }

    private static <T> Stream<Cause> split(String what, Map<?, T> said, Function<T, String> value) {
        return said.values().stream().map(value).distinct().count() < 2
                ? Stream.empty()
                : Stream.of(Questions.unread(
                        "the mesh's " + what,
                        said.keySet().stream().map(Object::toString).collect(Collectors.joining(" and "))
                                + " do not say the same",
                        TO_CHOOSE));
    }

    private static MeshConfig config(KubernetesClient client, Istiod istiod) throws IOException {
        Map<String, String> data = data(client, istiod.namespace(), istiod.configMap());
        return MeshConfig.read(data.getOrDefault("mesh", ""), istiod.namespace());
    }

    /** Those in istiod's own namespace: the copies elsewhere can be changed by anyone who may edit there. */
    private static String roots(KubernetesClient client, String namespace) throws IOException {
        String roots = data(client, namespace, ROOTS).getOrDefault(ROOTS_KEY, "");
        if (roots.isBlank()) {
            throw new IOException("it has no key " + ROOTS_KEY);
        }
        if (roots.length() > MAX_ROOTS) {
            throw new IOException("larger than " + MAX_ROOTS + " characters");
        }
        return roots;
    }

    private static Map<String, String> data(KubernetesClient client, String namespace, String name) throws IOException {
        ConfigMap found =
                client.configMaps().inNamespace(namespace).withName(name).get();
        if (found == null) {
            throw new IOException("there is none");
        }
        return Objects.requireNonNullElse(found.getData(), Map.of());
    }
}

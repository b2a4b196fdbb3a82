package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a user's template of pods must not say: it would change who a pod is, whether it is in the mesh, or what wire it is on. */
final class PodTemplateRules {
    /** Names under them say whether and how a pod is in a mesh, or what networks it has. */
    private static final List<String> DOMAINS = List.of(
            "istio.io", "ambient-prober.io", "cilium.io", "io.cilium", "linkerd.io", "cncf.io", "multus-cni.io");

    private static final Set<String> OWN_LABELS =
            Set.of(Labels.NAME, Labels.COMPONENT, Labels.MANAGED_BY, Labels.INSTANCE);

    private record Refused(String field, Function<PodSecurityContext, @Nullable Object> of) {}

    private static final List<Refused> OF_SECURITY = List.of(
            new Refused("runAsNonRoot", PodSecurityContext::getRunAsNonRoot),
            new Refused("seccompProfile", PodSecurityContext::getSeccompProfile),
            new Refused("windowsOptions", PodSecurityContext::getWindowsOptions),
            new Refused("seLinuxChangePolicy", PodSecurityContext::getSeLinuxChangePolicy),
            new Refused("sysctls", context -> context.getSysctls().isEmpty() ? null : context.getSysctls()));

    private PodTemplateRules() {}

    /** Empty where nothing is said; YAML makes a null of a name that nothing follows. */
    static Map<String, String> whole(String field, @Nullable Map<String, String> said) {
        if (said == null) {
            return Map.of();
        }
        said.forEach((name, value) -> require(value != null, field + ": " + name + " has no value"));
        return Map.copyOf(said);
    }

    /** The same of a list. */
    static <T> List<T> whole(String field, @Nullable List<T> said) {
        if (said == null) {
            return List.of();
        }
        require(said.stream().allMatch(Objects::nonNull), field + ": one has no value");
        return List.copyOf(said);
    }

    static void require(Map<String, String> labels, Map<String, String> annotations, Map<String, String> nodeSelector) {
        labels.keySet().forEach(name -> {
            require(!OWN_LABELS.contains(name), "labels: " + name + " is the prober's own");
            requireOutside(name, "labels");
        });
        annotations.keySet().forEach(name -> requireOutside(name, "annotations"));
        require(
                Labels.LINUX.equals(nodeSelector.getOrDefault(Labels.SYSTEM, Labels.LINUX)),
                "nodeSelector: the prober's pods run on linux only");
    }

    private static void requireOutside(String name, String where) {
        int slash = name.indexOf('/');
        String domain = slash < 0 ? "" : name.substring(0, slash);
        boolean outside = DOMAINS.stream().noneMatch(known -> domain.equals(known) || domain.endsWith("." + known));
        require(outside, where + ": " + name + " would change how a pod is in the mesh or on its network");
    }

    static void require(ResourceRequirements resources) {
        require(
                resources.getAdditionalProperties().isEmpty(),
                "resources: " + resources.getAdditionalProperties().keySet());
        require(resources.getClaims().isEmpty(), "resources: the prober's pods claim no devices");
        Quantity memory = Objects.requireNonNullElse(resources.getLimits(), Map.<String, Quantity>of())
                .get("memory");
        require(
                memory == null || bytes(memory) >= bytes(new Quantity(PodRecipe.MEMORY)),
                "resources: a memory limit below " + PodRecipe.MEMORY + " ends a pod in the middle of its work");
        Stream.of(resources.getRequests(), resources.getLimits())
                .filter(Objects::nonNull)
                .flatMap(amounts -> amounts.entrySet().stream())
                .forEach(amount -> {
                    require(amount.getValue() != null, "resources: " + amount.getKey() + " has no value");
                    bytes(amount.getValue());
                });
    }

    /** Or cores. */
    private static double bytes(Quantity amount) {
        try {
            return Quantity.getAmountInBytes(amount).doubleValue();
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("resources: '" + amount + "' is not an amount", e);
        }
    }

    static void require(PodSecurityContext context) {
        require(
                context.getAdditionalProperties().isEmpty(),
                "securityContext: " + context.getAdditionalProperties().keySet());
        for (Refused refused : OF_SECURITY) {
            require(
                    refused.of().apply(context) == null,
                    "securityContext: " + refused.field() + " is the prober's own");
        }
        require(!Long.valueOf(0).equals(context.getRunAsUser()), "securityContext: canaries do not run as root");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}

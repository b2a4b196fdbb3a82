package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What Calico's agents were told: by their environment, which wins, and by FelixConfiguration default (projectcalico/calico v3.26.4,
 * felix/config/config_params.go, Source).
 *
 * @param environment of calico-node, without empty values
 * @param spec of FelixConfiguration default
 */
record FelixSettings(Map<String, String> environment, Optional<Tree> spec) {
    /** As felix/config/param_types.go reads them, in lower case. */
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "y", "t");

    private static final Set<String> FALSE = Set.of("false", "0", "no", "n", "f");

    static FelixSettings of(ClusterFacts facts) throws MalformedException {
        Map<String, String> environment = ClusterFacts.listed(facts.calicoNodes()).stream()
                .flatMap(pod -> pod.getSpec().getContainers().stream())
                .filter(container -> container.getName().equals("calico-node"))
                .flatMap(container -> container.getEnv().stream())
                .filter(variable ->
                        variable.getValue() != null && !variable.getValue().isEmpty())
                .collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue, (first, other) -> first));
        Optional<GenericKubernetesResource> felix = facts.felixConfiguration().ifPresent();
        return new FelixSettings(
                environment,
                felix.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Tree.of(felix.get()).at("spec")));
    }

    boolean isEbpf() throws MalformedException {
        return flag("bpfEnabled").orElse(false);
    }

    Optional<Boolean> flag(String field) throws MalformedException {
        Optional<Tree> variable = variable(field);
        if (variable.isPresent()) {
            String text = String.valueOf(variable.get().text()).toLowerCase(Locale.ROOT);
            if (!TRUE.contains(text) && !FALSE.contains(text)) {
                throw variable.get().isNot("true or false");
            }
            return Optional.of(TRUE.contains(text));
        }
        return spec.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(spec.get().at(field).flag());
    }

    /** One of these words, in the environment in whatever case. */
    Optional<String> word(String field, List<String> words) throws MalformedException {
        Optional<Tree> variable = variable(field);
        Optional<Tree> given = variable.isPresent() || spec.isEmpty()
                ? variable
                : Optional.of(spec.get().at(field));
        String text = given.isEmpty() ? null : given.get().text();
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(words.stream()
                .filter(word -> variable.isPresent() ? word.equalsIgnoreCase(text) : word.equals(text))
                .findFirst()
                .orElseThrow(() -> given.get().isNot("one of " + String.join(", ", words))));
    }

    private Optional<Tree> variable(String field) {
        String name = "FELIX_" + field.toUpperCase(Locale.ROOT);
        return Optional.ofNullable(environment.get(name))
                .map(value -> new Tree("pods with label k8s-app=calico-node", name, value));
    }
}

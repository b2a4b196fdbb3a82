package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A label selector: all of it must match; one that asks nothing matches everything. */
record Selector(Map<String, String> labels, List<Requirement> requirements) {
    private static final Selector EVERYTHING = new Selector(Map.of(), List.of());

    private record Requirement(String key, String operator, List<String> values) {
        boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> false;
            };
        }
    }

    static Selector of(@Nullable LabelSelector selector) {
        return selector == null
                ? EVERYTHING
                : new Selector(
                        selector.getMatchLabels() == null ? Map.of() : selector.getMatchLabels(),
                        selector.getMatchExpressions().stream()
                                .map(e -> new Requirement(e.getKey(), e.getOperator(), e.getValues()))
                                .toList());
    }

    static Selector of(Tree selector) throws MalformedException {
        List<Requirement> requirements = new ArrayList<>();
        for (Tree expression : selector.at("matchExpressions").items()) {
            List<String> values = new ArrayList<>();
            for (Tree value : expression.at("values").items()) {
                values.add(String.valueOf(value.text()));
            }
            requirements.add(new Requirement(
                    String.valueOf(expression.at("key").text()),
                    String.valueOf(expression.at("operator").text()),
                    values));
        }
        return new Selector(selector.at("matchLabels").texts(), requirements);
    }

    boolean matches(Map<String, String> pod) {
        return labels.entrySet().stream().allMatch(label -> label.getValue().equals(pod.get(label.getKey())))
                && requirements.stream().allMatch(requirement -> requirement.matches(pod));
    }

    Selector renamed(UnaryOperator<String> key) {
        return new Selector(
                labels.entrySet().stream()
                        .collect(
                                Collectors.toMap(label -> key.apply(label.getKey()), Map.Entry::getValue, (a, b) -> b)),
                requirements.stream()
                        .map(r -> new Requirement(key.apply(r.key()), r.operator(), r.values()))
                        .toList());
    }

    boolean asksForAnyKeyThat(Predicate<String> is) {
        return labels.keySet().stream().anyMatch(is)
                || requirements.stream().map(Requirement::key).anyMatch(is);
    }
}

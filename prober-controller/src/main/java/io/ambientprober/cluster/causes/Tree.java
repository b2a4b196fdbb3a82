package io.ambientprober.cluster.causes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of a resource whose kind has no class, with where it stands; what is missing is null or empty, what is of another type is an
 * error.
 */
record Tree(String what, String field, @Nullable Object value) {
    private static final int MAX_QUOTED = 60;

    static Tree of(GenericKubernetesResource resource) {
        return new Tree(name(resource), "", resource.getAdditionalProperties());
    }

    static String name(GenericKubernetesResource resource) {
        String namespace = resource.getMetadata().getNamespace();
        return resource.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + resource.getMetadata().getName();
    }

    boolean isMissing() {
        return value == null;
    }

    Tree at(String name) throws MalformedException {
        return new Tree(what, field.isEmpty() ? name : field + "." + name, fields().get(name));
    }

    Map<?, ?> fields() throws MalformedException {
        return switch (value) {
            case null -> Map.of();
            case Map<?, ?> map -> map;
            default -> throw isNot("an object");
        };
    }

    List<Tree> items() throws MalformedException {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> {
                List<Tree> items = new ArrayList<>(list.size());
                for (Object item : list) {
                    items.add(new Tree(what, field + "[" + items.size() + "]", item));
                }
                yield items;
            }
            default -> throw isNot("a list");
        };
    }

    @Nullable
    String text() throws MalformedException {
        return switch (value) {
            case null -> null;
            case String text -> text;
            default -> throw isNot("a text");
        };
    }

    @Nullable
    Boolean flag() throws MalformedException {
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag;
            default -> throw isNot("true or false");
        };
    }

    Map<String, String> texts() throws MalformedException {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Object key : fields().keySet()) {
            String name = String.valueOf(key);
            String text = at(name).text();
            if (text != null) {
                texts.put(name, text);
            }
        }
        return texts;
    }

    MalformedException isNot(String expected) {
        String quoted = String.valueOf(value);
        return new MalformedException(
                what,
                field + " is not " + expected + ": "
                        + (quoted.length() > MAX_QUOTED ? quoted.substring(0, MAX_QUOTED) + "..." : quoted));
    }
}

package io.ambientprober.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells an object that a request of ours made, whose answer was lost, from one that somebody else put there under the same name and
 * labels: by a number that only the request held, and by what matters most of what it asked for.
 */
final class SameObject {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 16;

    private SameObject() {}

    /** Gives an object its number, which nobody can know before it is made. */
    static void mark(HasMetadata wanted) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        Map<String, String> annotations = new HashMap<>(annotations(wanted));
        annotations.put(Labels.NONCE, HexFormat.of().formatHex(nonce));
        wanted.getMetadata().setAnnotations(annotations);
    }

    static boolean is(HasMetadata wanted, HasMetadata found) {
        return Objects.equals(
                        annotations(wanted).get(Labels.NONCE),
                        annotations(found).get(Labels.NONCE))
                && owners(wanted).equals(owners(found))
                && images(wanted).equals(images(found));
    }

    private static Map<String, String> annotations(HasMetadata object) {
        return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
    }

    private static List<String> owners(HasMetadata object) {
        return all(object.getMetadata().getOwnerReferences(), OwnerReference::getUid);
    }

    private static List<String> images(HasMetadata object) {
        PodSpec spec = switch (object) {
            case Pod pod -> pod.getSpec();
            case DaemonSet set -> set.getSpec().getTemplate().getSpec();
            default -> null;
        };
        return spec == null
                ? List.of()
                : Stream.concat(
                                all(spec.getInitContainers(), Container::getImage).stream(),
                                all(spec.getContainers(), Container::getImage).stream())
                        .toList();
    }

    private static <T> List<String> all(@Nullable List<T> some, Function<T, String> what) {
        return some == null ? List.of() : some.stream().map(what).toList();
    }
}

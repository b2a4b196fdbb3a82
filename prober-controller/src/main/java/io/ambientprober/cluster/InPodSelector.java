package io.ambientprober.cluster;

import io.ambientprober.enrolled.EnrolledPod;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pods that are there already, from within which canaries are sent.
 *
 * @param workload {@code kind/name} in lower case; empty for any
 * @param labels a label selector; empty for any
 */
public record InPodSelector(String namespace, String workload, String labels) {
    /** A namespace is a DNS label (RFC 1123); kinds and names have no slash and no colon. */
    private static final Pattern FORM =
            Pattern.compile("([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)(?:/([A-Za-z]+/[a-z0-9][-.a-z0-9]{0,252})|:(.+=.*))?");

    /**
     * Reads {@code NAMESPACE}, {@code NAMESPACE/KIND/NAME} or {@code NAMESPACE:label=value}.
     *
     * @throws IllegalArgumentException in one line, when it is none of these
     */
    public static InPodSelector parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not NAMESPACE, NAMESPACE/KIND/NAME or NAMESPACE:label=value");
        }
        return new InPodSelector(
                parts.group(1), orEmpty(parts.group(3)).toLowerCase(Locale.ROOT), orEmpty(parts.group(4)));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** As it was given. */
    @Override
    public String toString() {
        return namespace + (workload.isEmpty() ? "" : "/" + workload) + (labels.isEmpty() ? "" : ":" + labels);
    }

    /** Whether it means the workload of a pod that its namespace and its labels have chosen. */
    boolean means(EnrolledPod pod) {
        return workload.isEmpty() || pod.workload().toLowerCase(Locale.ROOT).equals(workload);
    }
}

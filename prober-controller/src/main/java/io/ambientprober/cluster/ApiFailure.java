package io.ambientprober.cluster;

import io.ambientprober.release.ThisRelease;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;

/** What the API server said, or that it said nothing, as one line with a way out. */
final class ApiFailure {
    private static final String EXEMPT = "exempt the prober's namespaces from that policy";

    private static final String RIGHTS = ThisRelease.document("rights.md");

    /** Admission says no in many voices, all with 403; the first row that a message contains speaks. */
    private static final List<Hint> HINTS = List.of(
            new Hint("exceeded quota", "raise the quota, or probe fewer nodes at once with --max-nodes"),
            new Hint("violates PodSecurity", "label the namespace as manifests/base does"),
            new Hint("is being terminated", "wait until the namespace is gone and run again"),
            new Hint("is forbidden: User", "grant it, see " + RIGHTS),
            new Hint("ValidatingAdmissionPolicy 'ambient-prober-", "see " + RIGHTS + ", the component admission"),
            new Hint("denied the request", EXEMPT),
            new Hint("denied request", EXEMPT));

    private record Hint(String part, String advice) {}

    private ApiFailure() {}

    /**
     * A failure as an exception of the run.
     *
     * @param what was asked, as the object of "cannot"
     */
    static SiteException of(String what, String server, KubernetesClientException e) {
        return new SiteException("cannot " + what + ": " + reason(server, e), e);
    }

    static boolean isNoAnswer(KubernetesClientException e) {
        return e.getCode() <= 0;
    }

    private static String reason(String server, KubernetesClientException e) {
        if (isNoAnswer(e)) {
            return "no answer from the API server " + server + " (" + root(e)
                    + "); check the network, --kubeconfig and --context";
        }
        String message = message(e);
        if (e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            return "the API server " + server + " does not accept these credentials; log in again, or check --context";
        }
        if (isNoPage(e)) {
            return message + "; " + server + " is no Kubernetes API server, or a proxy before it lets no such request"
                    + " through; check --kubeconfig and --context";
        }
        return HINTS.stream()
                .filter(hint -> message.contains(hint.part()))
                .findFirst()
                .map(hint -> message + "; " + hint.advice())
                .orElse(message);
    }

    /** An API server gives a reason where it has the page and not the object. */
    private static boolean isNoPage(KubernetesClientException e) {
        return e.getCode() == HttpURLConnection.HTTP_NOT_FOUND
                && (e.getStatus() == null || e.getStatus().getReason() == null);
    }

    private static String message(KubernetesClientException e) {
        Status status = e.getStatus();
        String message = status == null ? null : status.getMessage();
        return oneLine(message == null ? Objects.requireNonNullElse(e.getMessage(), e.toString()) : message);
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        String name = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : name + ": " + oneLine(message);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}

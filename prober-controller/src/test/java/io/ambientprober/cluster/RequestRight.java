package io.ambientprober.cluster;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The right that a request to the API server takes, as its authorizer reads it off method and path (Kubernetes, "Authorization": request
 * attributes).
 *
 * @param name of the object; null for all of a collection
 */
record RequestRight(Right right, @Nullable String name) {
    private static final Pattern PATH =
            Pattern.compile("/(?:api|apis/(?<group>[^/]+))/[^/]+(?:/namespaces/(?<namespace>[^/?]+))?"
                    + "/(?<resource>[^/?]+)(?:/(?<name>[^/?]+))?(?:/(?<sub>[^/?]+))?(?:\\?(?<query>.*))?");

    /** Null for what everybody may ask: versions, what there is, and one's own rights. */
    static @Nullable RequestRight of(String method, String path) {
        // A namespace alone is an object, not the place of others.
        Matcher matcher = PATH.matcher(path.replaceFirst("/namespaces/([^/?]+)($|\\?)", "/namespaces-/$1$2"));
        if (!matcher.matches() || "authorization.k8s.io".equals(matcher.group("group"))) {
            return null;
        }
        String sub = matcher.group("sub") == null ? "" : "/" + matcher.group("sub");
        String resource = matcher.group("resource").replace("namespaces-", "namespaces") + sub;
        String query = Objects.requireNonNullElse(matcher.group("query"), "");
        return new RequestRight(
                new Right(
                        verb(method, matcher.group("name"), query),
                        Objects.requireNonNullElse(matcher.group("group"), ""),
                        resource,
                        Objects.requireNonNullElse(matcher.group("namespace"), "")),
                matcher.group("name"));
    }

    private static String verb(String method, @Nullable String name, String query) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name == null ? "deletecollection" : "delete";
            case "GET" -> name != null ? "get" : query.contains("watch=true") ? "watch" : "list";
            default -> throw new IllegalArgumentException(method);
        };
    }

    /** The same for this object only, as a rule with names of resources grants it. */
    Right ofThisOnly() {
        return new Right(right.verb(), right.group(), right.resource() + ":" + name, right.namespace());
    }
}

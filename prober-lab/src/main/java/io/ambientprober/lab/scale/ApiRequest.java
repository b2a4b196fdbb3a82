package io.ambientprober.lab.scale;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The path of a request to an API server.
 *
 * @param resource with its group and version, for example {@code api/v1/pods}
 * @param namespace empty for none
 * @param name empty for all
 * @param part of the object, for example {@code log}; empty for the whole
 */
record ApiRequest(String resource, String namespace, String name, String part) {
    private static final Pattern PATH = Pattern.compile("/(?<group>api/v1|apis/[^/]+/[^/]+)"
            + "(?:/namespaces/(?<namespace>[^/]+)(?=/[^/]+))?/(?<kind>[^/]+)(?:/(?<name>[^/]+))?(?:/(?<part>[^/]+))?");

    /** Null where it is none of a resource. */
    static @Nullable ApiRequest of(String path) {
        Matcher matcher = PATH.matcher(path);
        return matcher.matches()
                ? new ApiRequest(
                        matcher.group("group") + "/" + matcher.group("kind"),
                        text(matcher.group("namespace")),
                        text(matcher.group("name")),
                        text(matcher.group("part")))
                : null;
    }

    /** Without names. */
    String kind() {
        return resource + (name.isEmpty() ? "" : " of a name") + (part.isEmpty() ? "" : " " + part);
    }

    private static String text(@Nullable String group) {
        return group == null ? "" : group;
    }
}

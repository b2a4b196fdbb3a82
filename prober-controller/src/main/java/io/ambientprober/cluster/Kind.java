package io.ambientprober.cluster;

/** Every namespaced kind of object that a run makes, in the order in which they are removed. */
enum Kind {
    AUTHORIZATION_POLICY("security.istio.io", "v1", "AuthorizationPolicy", "authorizationpolicies"),
    DAEMON_SET("apps", "v1", "DaemonSet", "daemonsets"),
    POD("", "v1", "Pod", "pods"),
    SERVICE("", "v1", "Service", "services"),
    SECRET("", "v1", "Secret", "secrets"),
    SERVICE_ACCOUNT("", "v1", "ServiceAccount", "serviceaccounts"),
    /** Last, because the others are owned by one. */
    CONFIG_MAP("", "v1", "ConfigMap", "configmaps");

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;

    Kind(String group, String version, String kind, String plural) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
    }

    String group() {
        return group;
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    String kind() {
        return kind;
    }

    String plural() {
        return plural;
    }

    /** The path of all objects of this kind in a namespace. */
    String path(String namespace) {
        String root = group.isEmpty() ? "/api/" : "/apis/";
        return root + apiVersion() + "/namespaces/" + namespace + "/" + plural;
    }

    /** The path of all objects of this kind. */
    String path() {
        String root = group.isEmpty() ? "/api/" : "/apis/";
        return root + apiVersion() + "/" + plural;
    }
}

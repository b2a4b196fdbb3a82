package io.ambientprober.cluster;

import java.util.Map;

/** What every object that the prober makes is labelled with. */
public final class Labels {
    static final String NAME = "app.kubernetes.io/name";
    static final String COMPONENT = "app.kubernetes.io/component";
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    static final String INSTANCE = "app.kubernetes.io/instance";

    /** The run that made an object. */
    static final String RUN = "ambient-prober.io/run";

    /** Of a server: its name in the run. */
    static final String SERVER = "ambient-prober.io/server";

    /** Of canaries that live between runs. */
    static final String STANDING = "ambient-prober.io/standing";

    /** Of a standing canary: its node, see {@link #node}. */
    static final String NODE = "ambient-prober.io/node";

    /** An annotation: a random number that only the request held that made the object. */
    static final String NONCE = "ambient-prober.io/nonce";

    /** Of a namespace that goes when its last run does. */
    static final String TEMPORARY = "ambient-prober.io/temporary";

    /** What istio-cni writes on a pod that it has enrolled (tools/istio, cni/pkg/util/podutil.go). */
    static final String REDIRECTION = "ambient.istio.io/redirection";

    /** Well-known label of nodes (kubernetes.io, "Well-Known Labels"), and the one value of it that the prober can do with. */
    static final String SYSTEM = "kubernetes.io/os";

    static final String LINUX = "linux";

    private static final int MAX_VALUE = 63;

    public static final String PROBER = "ambient-prober";

    private Labels() {}

    /** A node's name as a label has it: 63 characters at most. */
    static String node(String name) {
        return name.length() <= MAX_VALUE ? name : "sha-" + Integer.toHexString(name.hashCode()) + "-" + name.length();
    }

    public static Map<String, String> common() {
        return Map.of(NAME, PROBER, MANAGED_BY, "prober");
    }
}

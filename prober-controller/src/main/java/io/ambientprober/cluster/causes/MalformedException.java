package io.ambientprober.cluster.causes;

/** A value in a cluster's configuration that is not what its kind says it is. */
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /** What it is about, for example {@code ConfigMap kube-system/cilium-config}, and why it cannot be understood. */
    MalformedException(String what, String why) {
        super(what + ": " + why);
    }
}

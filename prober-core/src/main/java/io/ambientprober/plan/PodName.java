package io.ambientprober.plan;

/** A pod of a cluster. */
public record PodName(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}

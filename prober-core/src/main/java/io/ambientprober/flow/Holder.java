package io.ambientprober.flow;

import io.ambientprober.enrolled.EnrolledPod;

/** Who had an address while something was sent from or to it. */
public sealed interface Holder {
    /** What reports call it. */
    String name();

    /** One enrolled pod, from well before to well after. */
    record Enrolled(EnrolledPod pod) implements Holder {
        @Override
        public String name() {
            return workload(pod);
        }
    }

    /**
     * Perhaps an enrolled pod.
     *
     * @param why in words
     */
    record Unclear(String name, String why) implements Holder {}

    /** Certainly no enrolled pod. */
    record Outside(String name) implements Holder {}

    /** For example {@code shop/Deployment/cart}. */
    static String workload(EnrolledPod pod) {
        return pod.pod().namespace() + "/" + pod.workload();
    }
}

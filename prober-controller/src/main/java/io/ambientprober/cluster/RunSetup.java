package io.ambientprober.cluster;

import io.ambientprober.concurrent.Parallel;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.SiteException;

/**
 * What is known of a run before it looks at its cluster.
 *
 * @param policies whether they are probed
 * @param refusals told of namespaces of the user's own that refuse canaries
 * @param parallel bounds how many requests are made at once
 * @param cleanup told of all that is opened and made
 * @param listener told of what does not end the run
 */
record RunSetup(
        Cluster cluster,
        ClusterOptions options,
        boolean policies,
        RunScope scope,
        CanaryPods canaries,
        Inventory inventory,
        Refusals refusals,
        Parallel<SiteException> parallel,
        Cleanup cleanup,
        RunEvent.Listener listener) {
    /** Requests under way at once. */
    static final int REQUESTS = 32;

    /** @param key of the run */
    static RunSetup of(
            String key, Cluster cluster, ClusterOptions options, boolean policies, RunEvent.Listener listener) {
        RunScope scope = RunScope.ofKey(key);
        return new RunSetup(
                cluster,
                options,
                policies,
                scope,
                CanaryPods.of(options),
                Inventory.of(options, policies),
                new Refusals(options.ring()),
                new Parallel<>(REQUESTS, SiteException::interrupted),
                new Cleanup(cluster, scope),
                listener);
    }

    /** Tells the user. */
    void note(String text) {
        listener.event(new RunEvent.Note(text));
    }
}

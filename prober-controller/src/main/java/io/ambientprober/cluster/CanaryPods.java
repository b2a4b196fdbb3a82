package io.ambientprober.cluster;

import io.ambientprober.peer.Credentials;
import io.ambientprober.run.Question;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.SiteException;
import java.util.List;
import java.util.Map;

/**
 * Where the canaries in the mesh live; nothing else asks. Those outside of it, the control, are always made for the run.
 */
sealed interface CanaryPods permits FreshPods, StandingPods {
    static CanaryPods of(ClusterOptions options) {
        return options.standing() && options.asks(Question.CANARIES)
                ? new StandingPods(options.from().equals(options.to()))
                : new FreshPods();
    }

    /** What is made of them. */
    List<InventoryRow> rows(ClusterOptions options);

    /** Whether a node has a client and a server that are two. */
    boolean pairsWithinNodes();

    /** The identity of the servers. */
    String serverAccount(RunScope scope);

    /** The identity of the clients. */
    String clientAccount(RunScope scope);

    /** What all of one kind are labelled with. */
    Map<String, String> labels(RunScope scope, String component);

    /** Selects all servers. */
    Map<String, String> serverSelector(RunObjects objects);

    /** Selects one of them. */
    Map<String, String> serverSelector(RunObjects objects, ServerOrder order);

    /**
     * By which they know us.
     *
     * @param own of this run alone
     */
    Credentials credentials(Cluster cluster, Credentials own) throws SiteException;

    /** Those that a run has, before it made any. */
    Canaries open(RunContext context) throws SiteException;

    /** @throws SiteException where a canary would have no peer */
    default void requirePairs(List<String> nodes) throws SiteException {
        if (nodes.size() == 1 && !pairsWithinNodes()) {
            throw new SiteException("the standing canary of one node has no peer;"
                    + " choose two nodes, or other namespaces with --from and --to");
        }
    }
}

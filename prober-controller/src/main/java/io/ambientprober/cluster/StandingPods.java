package io.ambientprober.cluster;

import io.ambientprober.peer.Credentials;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.SiteException;
import java.util.List;
import java.util.Map;

/**
 * Pods that live between runs, of a DaemonSet that stays: one on each node, server and client in one.
 *
 * @param oneNamespace whether servers and clients are the same pods; what one tells itself never leaves it
 */
record StandingPods(boolean oneNamespace) implements CanaryPods {
    @Override
    public List<InventoryRow> rows(ClusterOptions options) {
        List<String> canaries = options.canaryNamespaces();
        return List.of(
                InventoryRow.standing(
                        Kind.SECRET,
                        List.of(ClusterOptions.CONTROL_NAMESPACE),
                        (run, namespace) -> StandingKey.secret(run.standing())),
                InventoryRow.standing(
                        Kind.SERVICE_ACCOUNT, canaries, (run, namespace) -> StandingObjects.account(namespace)),
                InventoryRow.standing(Kind.DAEMON_SET, canaries, StandingObjects::daemonSet));
    }

    @Override
    public boolean pairsWithinNodes() {
        return !oneNamespace;
    }

    @Override
    public String serverAccount(RunScope scope) {
        return StandingObjects.NAME;
    }

    @Override
    public String clientAccount(RunScope scope) {
        return StandingObjects.NAME;
    }

    @Override
    public Map<String, String> labels(RunScope scope, String component) {
        return StandingObjects.labels();
    }

    @Override
    public Map<String, String> serverSelector(RunObjects objects) {
        return StandingObjects.SELECTOR;
    }

    /** By a label that every run gives to those that have none. */
    @Override
    public Map<String, String> serverSelector(RunObjects objects, ServerOrder order) {
        return Map.of(Labels.STANDING, "true", Labels.NODE, Labels.node(order.node()));
    }

    @Override
    public Credentials credentials(Cluster cluster, Credentials own) throws SiteException {
        return new StandingKey(cluster).get();
    }

    @Override
    public Canaries open(RunContext context) throws SiteException {
        return StandingCanaries.open(context);
    }
}

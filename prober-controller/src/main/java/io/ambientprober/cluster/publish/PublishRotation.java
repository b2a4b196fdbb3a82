package io.ambientprober.cluster.publish;

import io.ambientprober.cluster.Cluster;
import io.ambientprober.cluster.Labels;
import io.ambientprober.cluster.rotation.KeptRotation;
import io.ambientprober.cluster.rotation.RotationState;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Instant;
import java.util.List;

/**
 * Leaves beside the report which nodes had their turn. Another field manager than the report's: what is published without a rotation does
 * not end it.
 */
public final class PublishRotation {
    private final Cluster cluster;
    private final String namespace;

    public PublishRotation(Cluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** @param chosen nodes of a run that was judged */
    public void call(List<String> chosen, Instant now) throws SiteException {
        RotationState before = KeptRotation.read(
                cluster.ask("get ConfigMap " + namespace + "/" + KeptRotation.NAME, this::found), ignored -> {});
        ConfigMap object = KeptRotation.of(before.after(chosen, now), namespace);
        cluster.ask(
                "write " + Cluster.describe(object),
                () -> cluster.client()
                        .resource(object)
                        .fieldManager(Labels.PROBER + "-rotation")
                        .forceConflicts()
                        .serverSideApply());
    }

    private ConfigMap found() {
        return cluster.client()
                .configMaps()
                .inNamespace(namespace)
                .withName(KeptRotation.NAME)
                .get();
    }
}

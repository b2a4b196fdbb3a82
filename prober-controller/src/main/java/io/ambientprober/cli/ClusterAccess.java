package io.ambientprober.cli;

import io.ambientprober.cluster.Access;
import io.ambientprober.cluster.Cluster;
import io.ambientprober.run.SiteException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster, and as whom. */
@HelpUnder(HelpHeading.CLUSTER)
final class ClusterAccess {
    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "How to reach the cluster. Default: the variable KUBECONFIG, ~/.kube/config, or the service account of this pod.")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Context of the kubeconfig. Default: its current one.")
    private @Nullable String context;

    Cluster open() throws SiteException {
        return Access.open(kubeconfig, context);
    }
}

package io.ambientprober.cli;

import io.ambientprober.cluster.Access;
import io.ambientprober.cluster.Cluster;
import io.ambientprober.cluster.RequestRate;
import io.ambientprober.run.SiteException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which cluster, as whom, and how often. */
@HelpUnder(HelpHeading.CLUSTER)
final class ClusterAccess {
    private static final int MAX_RATE = 10_000;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

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

    @Option(
            names = "--qps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Requests to the API server a second. Default: ${DEFAULT-VALUE}.")
    private int qps;

    @Option(
            names = "--burst",
            paramLabel = "N",
            defaultValue = "200",
            description = "Requests at once after a quiet time. Default: ${DEFAULT-VALUE}.")
    private int burst;

    /** @throws ParameterException when an option has no value that it takes */
    Cluster open() throws SiteException {
        require(qps, "--qps");
        require(burst, "--burst");
        return Access.open(kubeconfig, context, new RequestRate(qps, burst, System::nanoTime));
    }

    private void require(int rate, String option) {
        if (rate < 1 || rate > MAX_RATE) {
            throw new ParameterException(spec.commandLine(), option + ": 1 to " + MAX_RATE);
        }
    }
}

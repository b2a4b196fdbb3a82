package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The way to a cluster: a kubeconfig, or the service account of the pod that this runs in. */
public final class Access {
    /** Rides out an API server that restarts, in attempts that wait twice as long each; yet an error comes within half a minute. */
    private static final int RETRIES = 7;

    private static final int FIRST_WAIT_MILLIS = 100;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int REQUEST_MILLIS = 15_000;

    private Access() {}

    /**
     * @param kubeconfig null for the usual places
     * @param context null for the current one
     */
    public static Cluster open(@Nullable Path kubeconfig, @Nullable String context) throws SiteException {
        try {
            Config config = new ConfigBuilder(config(kubeconfig, context))
                    .withRequestRetryBackoffLimit(RETRIES)
                    .withRequestRetryBackoffInterval(FIRST_WAIT_MILLIS)
                    // A connection that a stopped API server left is noticed at once, and 50 requests need no
                    // multiplexing.
                    .withHttp2Disable(true)
                    .withWatchReconnectInterval(FIRST_WAIT_MILLIS)
                    .withConnectionTimeout(CONNECT_MILLIS)
                    .withRequestTimeout(REQUEST_MILLIS)
                    .build();
            if (config.getMasterUrl().equals(Config.DEFAULT_MASTER_URL + "/")
                    && config.getContexts().isEmpty()) {
                throw new SiteException(
                        "no cluster: set KUBECONFIG or --kubeconfig, or run in a pod with a service account");
            }
            return new Cluster(new KubernetesClientBuilder().withConfig(config).build());
        } catch (KubernetesClientException e) {
            throw new SiteException("the kubeconfig cannot be used: " + e.getMessage(), e);
        }
    }

    private static Config config(@Nullable Path kubeconfig, @Nullable String context) throws SiteException {
        if (kubeconfig == null) {
            return Config.autoConfigure(context);
        }
        if (!Files.isReadable(kubeconfig)) {
            throw new SiteException("the kubeconfig " + kubeconfig + " cannot be read");
        }
        return Config.fromKubeconfig(context, kubeconfig.toFile());
    }
}

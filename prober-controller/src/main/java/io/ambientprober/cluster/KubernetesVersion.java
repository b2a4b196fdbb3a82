package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.VersionInfo;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The first question to an API server: whether it answers at all. What it answers is for the report alone. */
final class KubernetesVersion {
    static final String UNKNOWN =
            "the API server, or a proxy before it, does not say its version at /version; the report goes without it";

    private KubernetesVersion() {}

    /** Empty where the question is refused, which is no reason not to ask for what a run needs. */
    static Optional<String> of(Cluster cluster) throws SiteException {
        return cluster.ask("reach the cluster", () -> version(cluster));
    }

    private static Optional<String> version(Cluster cluster) {
        try {
            VersionInfo version = cluster.client().getKubernetesVersion(); // null where there is no such page
            return Optional.ofNullable(version).map(VersionInfo::getGitVersion);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }
}

package io.ambientprober.cluster;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * For {@code scripts/bench scale}: an API server in memory. Arguments: how many nodes it has, and the kubeconfig to write. It serves
 * until its input ends, and prints how many requests there were and how many at once.
 */
final class LargeCluster {
    private LargeCluster() {}

    public static void main(String[] args) throws IOException {
        try (SimulatedApi api = new SimulatedApi()) {
            int nodes = Integer.parseInt(args[0]);
            for (int i = 0; i < nodes; i++) {
                api.addNode("node-%04d".formatted(i));
            }
            api.runContainers();
            // Unanswered here, the dispatcher would answer it with everything it holds.
            api.refuse("/log?", HttpURLConnection.HTTP_FORBIDDEN, "nobody answers here");
            api.requests.clear();
            api.mostAtOnce.set(0);
            Path kubeconfig = Path.of(args[1]);
            Path part = kubeconfig.resolveSibling("part");
            Files.writeString(part, """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: simulated, cluster: {server: "%s"}}]
                    users: [{name: nobody, user: {}}]
                    contexts: [{name: simulated, context: {cluster: simulated, user: nobody}}]
                    current-context: simulated
                    """.formatted(api.client().getMasterUrl()));
            Files.move(part, kubeconfig);
            while (System.in.read() >= 0) {
                System.out.println(api.requests.size() + " " + api.mostAtOnce.get());
                api.requests.clear();
                api.mostAtOnce.set(0);
            }
        }
    }
}

package io.ambientprober.lab.scale;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * For {@code scripts/bench scale}. Arguments: nodes, pods of the mesh on each, milliseconds until a pod is ready, and the kubeconfig to
 * write. It serves until its input ends, and prints {@link Figures#line} for each line of it, and what was asked for on
 * its standard error.
 */
final class SimulatedCluster {
    private SimulatedCluster() {}

    public static void main(String[] args) throws IOException {
        ClusterSize size = new ClusterSize(
                Integer.parseInt(args[0]), Integer.parseInt(args[1]), Duration.ofMillis(Long.parseLong(args[2])));
        Path kubeconfig = Path.of(args[3]);
        Vertx vertx = Vertx.vertx();
        Figures figures = new Figures();
        SimulatedZtunnels ztunnels = new SimulatedZtunnels(vertx);
        ApiSimulation api = new ApiSimulation(vertx, new SimulatedPods(vertx, size, figures, ztunnels), figures);
        new ClusterContents(api, ztunnels, size).make();
        HttpServer server = api.listen();
        Path part = kubeconfig.resolveSibling("part");
        Files.writeString(part, """
                apiVersion: v1
                kind: Config
                clusters: [{name: simulated, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: nobody, user: {}}]
                contexts: [{name: simulated, context: {cluster: simulated, user: nobody}}]
                current-context: simulated
                """.formatted(server.actualPort()));
        Files.move(part, kubeconfig);
        while (System.in.read() >= 0) {
            System.err.println(figures.byKind());
            System.out.println(figures.line());
        }
        System.exit(0);
    }
}

package io.ambientprober.lab.scale;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What ztunnels answer behind a port-forward: each the same dump of all pods in the mesh, as large as real ones are, and no metrics. It stands for
 * the kubelet, too.
 */
final class SimulatedZtunnels {
    private static final int CONFIG_DUMP = 15000;

    private final Vertx vertx;
    private final StringBuilder workloads = new StringBuilder();
    /** Null where another pod has come since. */
    private byte @Nullable [] dump;

    SimulatedZtunnels(Vertx vertx) {
        this.vertx = vertx;
    }

    synchronized void add(String namespace, String name, String node, String ip) {
        dump = null;
        workloads.append(workloads.isEmpty() ? "" : ",\n").append(workload(namespace, name, node, ip));
    }

    /** Of the real dump of a pod (ztunnel, src/state/workload.rs). */
    private static String workload(String namespace, String name, String node, String ip) {
        return """
                {"canonicalName":"%2$s","canonicalRevision":"latest","capacity":1,"clusterId":"Kubernetes","name":"%2$s",\
                "namespace":"%1$s","networkMode":"Standard","node":"%3$s","protocol":"HBONE","serviceAccount":"default",\
                "status":"Healthy","trustDomain":"cluster.local","uid":"Kubernetes//Pod/%1$s/%2$s","workloadIps":["%4$s"],\
                "workloadName":"%2$s","workloadType":"pod"}""".formatted(namespace, name, node, ip);
    }

    private synchronized byte[] dump() {
        byte[] known = dump;
        if (known == null) {
            known = ("{\"services\":[],\"workloads\":[" + workloads + "]}").getBytes(StandardCharsets.UTF_8);
            dump = known;
        }
        return known;
    }

    void forward(ServerWebSocket socket, List<Integer> ports) {
        PortChannels channels = new PortChannels(socket);
        channels.announce(ports);
        socket.binaryMessageHandler(request -> {
            byte channel = PortChannels.channel(request);
            vertx.executeBlocking(() -> PortChannels.port(ports, channel) == CONFIG_DUMP ? dump() : new byte[0], false)
                    .onSuccess(page -> send(channels, channel, answer(page), 0));
        });
    }

    private static Buffer answer(byte[] page) {
        return Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: " + page.length + "\r\n\r\n")
                .appendBytes(page);
    }

    /** No more than the other side takes. */
    private static void send(PortChannels channels, byte channel, Buffer answer, int from) {
        int at = from;
        while (at < answer.length() && !channels.socket().writeQueueFull()) {
            at = channels.send(channel, answer, at);
        }
        int next = at;
        if (next < answer.length()) {
            channels.socket().drainHandler(_ -> send(channels, channel, answer, next));
        }
    }
}

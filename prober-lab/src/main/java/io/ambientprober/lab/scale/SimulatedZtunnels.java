package io.ambientprober.lab.scale;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What ztunnels answer behind a port-forward: each the same dump of all pods in the mesh, as large as real ones are, and no metrics. It stands for
 * the kubelet, too (as {@link KubeletEnd}).
 */
final class SimulatedZtunnels {
    private static final int CONFIG_DUMP = 15000;
    /** As much as Go's {@code io.Copy} takes at a time. */
    private static final int COPIED = 32 << 10;

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

    /** @param ports each has a channel for data and one for errors */
    void forward(ServerWebSocket socket, List<Integer> ports) {
        for (int channel = 0; channel < 2 * ports.size(); channel++) {
            int port = ports.get(channel / 2);
            socket.writeBinaryMessage(
                    Buffer.buffer(new byte[] {(byte) channel, (byte) port, (byte) (port >>> Byte.SIZE)}));
        }
        socket.binaryMessageHandler(request -> vertx.executeBlocking(
                        () -> ports.get(request.getByte(0) / 2) == CONFIG_DUMP ? dump() : new byte[0], false)
                .onSuccess(page -> answer(socket, request.getByte(0), page)));
    }

    /** A request comes in one frame. */
    private static void answer(ServerWebSocket socket, byte channel, byte[] page) {
        socket.writeBinaryMessage(Buffer.buffer()
                .appendByte(channel)
                .appendString("HTTP/1.1 200 OK\r\nContent-Length: " + page.length + "\r\n\r\n"));
        send(socket, channel, page, 0);
    }

    /** No more than the other side takes. */
    private static void send(ServerWebSocket socket, byte channel, byte[] page, int from) {
        int at = from;
        while (at < page.length && !socket.writeQueueFull()) {
            int part = Math.min(COPIED, page.length - at);
            socket.writeBinaryMessage(
                    Buffer.buffer(part + 1).appendByte(channel).appendBytes(page, at, part));
            at += part;
        }
        int next = at;
        if (next < page.length) {
            socket.drainHandler(_ -> send(socket, channel, page, next));
        }
    }
}

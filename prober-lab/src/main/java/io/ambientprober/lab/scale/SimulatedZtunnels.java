package io.ambientprober.lab.scale;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What ztunnels answer behind a port-forward: each the same dump of all pods in the mesh, as large as real ones are, and no metrics. It stands for
 * the kubelet, too (as {@link KubeletEnd}).
 */
final class SimulatedZtunnels {
    private static final int CONFIG_DUMP = 15000;
    /** As much as Go's {@code io.Copy} takes at a time. */
    private static final int COPIED = 32 << 10;

    private final StringBuilder workloads = new StringBuilder();

    synchronized void add(String namespace, String name, String node, String ip) {
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
        return ("{\"services\":[],\"workloads\":[" + workloads + "]}").getBytes(StandardCharsets.UTF_8);
    }

    /** @param ports each has a channel for data and one for errors */
    void forward(ServerWebSocket socket, List<Integer> ports) {
        for (int channel = 0; channel < 2 * ports.size(); channel++) {
            int port = ports.get(channel / 2);
            socket.writeBinaryMessage(
                    Buffer.buffer(new byte[] {(byte) channel, (byte) port, (byte) (port >>> Byte.SIZE)}));
        }
        socket.binaryMessageHandler(request -> answer(
                socket, request.getByte(0), ports.get(request.getByte(0) / 2) == CONFIG_DUMP ? dump() : new byte[0]));
    }

    /** A request comes in one frame. */
    private static void answer(ServerWebSocket socket, byte channel, byte[] page) {
        Buffer answer = Buffer.buffer("HTTP/1.1 200 OK\r\nContent-Length: " + page.length + "\r\n\r\n")
                .appendBytes(page);
        for (int at = 0; at < answer.length(); at += COPIED) {
            int part = Math.min(COPIED, answer.length() - at);
            socket.writeBinaryMessage(
                    Buffer.buffer(part + 1).appendByte(channel).appendBuffer(answer, at, part));
        }
    }
}

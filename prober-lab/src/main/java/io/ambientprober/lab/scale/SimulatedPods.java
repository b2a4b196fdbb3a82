package io.ambientprober.lab.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.ambientprober.api.AgentApi;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.wire.IpAddress;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.NetClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of a run's pods. They share one HTTPS server and one certificate; whose connection one is, is known by the port that it
 * comes from.
 */
final class SimulatedPods {
    private static final String CONTROLLER = "--controller-sha256";
    private static final String ENROLLED = "ambient-prober-mesh";
    private static final int PORT = 15999;

    private final ClusterSize size;
    private final Figures figures;
    private final SimulatedZtunnels ztunnels;
    private final NetClient net;
    private final Credentials own = Credentials.create();
    private final Map<String, Body> bodies = new ConcurrentHashMap<>();
    private final Map<Integer, Body> callers = new ConcurrentHashMap<>();
    private final Map<String, HttpsServer> servers = new ConcurrentHashMap<>();
    private final Map<String, IpAddress> clients = new ConcurrentHashMap<>();

    /**
     * What runs in a pod.
     *
     * @param controller whom it serves
     * @param agent null in a canary
     */
    private record Body(
            String controller,
            SimulatedCanary canary,
            @Nullable SimulatedAgent agent) {}

    SimulatedPods(Vertx vertx, ClusterSize size, Figures figures, SimulatedZtunnels ztunnels) {
        this.size = size;
        this.figures = figures;
        this.ztunnels = ztunnels;
        net = vertx.createNetClient();
    }

    Duration untilReady() {
        return size.untilReady();
    }

    /** Writes into a pod what scheduler, kubelet and istio-cni write. */
    void start(String namespace, String name, ObjectNode pod, AddressPool addresses) {
        String node = pod.at(
                        "/spec/affinity/nodeAffinity/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms/0/matchFields/0/values/0")
                .asText();
        int number = Integer.parseInt(node.substring(node.indexOf('-') + 1));
        boolean onNode = pod.at("/spec/hostNetwork").asBoolean();
        String ip = onNode ? AddressPool.node(number) : addresses.pod(number);
        pod.withObject("/spec").put("nodeName", node);
        if (namespace.equals(ENROLLED)) {
            pod.withObject("/metadata/annotations").put("ambient.istio.io/redirection", "enabled");
            ztunnels.add(namespace, name, node, ip);
        }
        ready(pod, ip, AddressPool.node(number));
        String controller = controller(pod.at("/spec/containers/0/args"));
        if (controller != null) {
            bodies.put(
                    Selection.key(namespace, name),
                    new Body(
                            controller,
                            new SimulatedCanary(IpAddress.parse(ip), clients),
                            onNode ? new SimulatedAgent(number, size, clients) : null));
        }
    }

    static void ready(ObjectNode pod, String ip, String host) {
        ObjectNode status =
                pod.putObject("status").put("phase", "Running").put("podIP", ip).put("hostIP", host);
        status.putArray("podIPs").addObject().put("ip", ip);
        status.putArray("hostIPs").addObject().put("ip", host);
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        status.putArray("containerStatuses")
                .addObject()
                .put("name", "main")
                .put("ready", true)
                .put("containerID", "simulated://" + ip)
                .putObject("state")
                .putObject("running")
                .put("startedAt", "2026-01-01T00:00:00Z");
    }

    private static @Nullable String controller(JsonNode args) {
        for (int i = 0; i + 1 < args.size(); i++) {
            if (args.get(i).asText().equals(CONTROLLER)) {
                return args.get(i + 1).asText();
            }
        }
        return null;
    }

    String log(String namespace, String name) throws IOException {
        Body body = bodies.get(Selection.key(namespace, name));
        if (body == null) {
            throw new IOException("no container of the pod runs");
        }
        server(body);
        return new Announcement(ThisRelease.version(), PORT, own.fingerprint()).line() + "\n";
    }

    private HttpsServer server(Body body) {
        return servers.computeIfAbsent(body.controller(), controller -> {
            try {
                HttpsServer server =
                        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
                server.setHttpsConfigurator(new Pinned(own.trustingOnly(new Fingerprint(controller))));
                server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
                server.createContext("/", this::serve);
                server.start();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Body body = Objects.requireNonNull(
                    callers.get(exchange.getRemoteAddress().getPort()));
            byte[] request = exchange.getRequestBody().readAllBytes();
            String path = exchange.getRequestURI().getPath();
            byte[] answer = answer(body, path, request);
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (RuntimeException | IOException e) {
            System.err.println(exchange.getRequestURI() + ": " + e);
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_BAD_REQUEST, -1);
        }
    }

    private byte[] answer(Body body, String path, byte[] request) throws IOException {
        SimulatedAgent agent = body.agent();
        if (agent == null) {
            return packed(body.canary().answer(request));
        }
        byte[] answer = packed(agent.answer(path, request));
        boolean flows = path.equals(AgentApi.FLOW_COUNTS);
        figures.talked(agent.node(), request.length, flows ? 0 : answer.length, flows ? answer.length : 0);
        return answer;
    }

    /** As agents answer who takes it. */
    private static byte[] packed(byte[] answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(answer);
        }
        return bytes.toByteArray();
    }

    /** Joins a port-forward to the server; of a pod that is not the run's, to a ztunnel. */
    void forward(ServerWebSocket socket, String namespace, String name, List<Integer> ports) {
        Body body = bodies.get(Selection.key(namespace, name));
        if (body == null) {
            ztunnels.forward(socket, ports);
            return;
        }
        net.connect(server(body).getAddress().getPort(), "127.0.0.1")
                .onSuccess(stream -> {
                    int caller = stream.localAddress().port();
                    callers.put(caller, body);
                    new KubeletEnd(socket, stream).begin(PORT, () -> callers.remove(caller));
                })
                .onFailure(_ -> socket.close());
        socket.pause();
    }

    private static final class Pinned extends HttpsConfigurator {
        Pinned(SSLContext context) {
            super(context);
        }

        @Override
        public void configure(HttpsParameters parameters) {
            SSLParameters both = Credentials.parameters(getSSLContext());
            both.setNeedClientAuth(true);
            parameters.setSSLParameters(both);
        }
    }
}

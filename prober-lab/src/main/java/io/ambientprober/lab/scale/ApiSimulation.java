package io.ambientprober.lab.scale;

import static java.net.HttpURLConnection.HTTP_BAD_REQUEST;
import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_CREATED;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;
import static java.net.HttpURLConnection.HTTP_OK;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.lab.scale.StoredObjects.Page;
import io.ambientprober.lab.scale.StoredObjects.Stored;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** An API server in memory, as far as a run needs one. */
final class ApiSimulation {
    static final String PODS = "api/v1/pods";
    static final String NAMESPACES = "api/v1/namespaces";
    private static final String SERVICES = "api/v1/services";
    private static final String REVIEWS = "apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private static final String RULES = "apis/authorization.k8s.io/v1/selfsubjectrulesreviews";
    private static final String POLICIES = "security.istio.io";

    private static final String GROUPS = "{\"kind\":\"APIGroupList\",\"groups\":[{\"name\":\"" + POLICIES + "\"}]}";
    private static final String RESOURCES = "{\"kind\":\"APIResourceList\",\"groupVersion\":\"" + POLICIES
            + "/v1\",\"resources\":[{\"name\":\"authorizationpolicies\",\"kind\":\"AuthorizationPolicy\","
            + "\"namespaced\":true}]}";
    private static final String VERSION = "{\"major\":\"1\",\"minor\":\"36\",\"gitVersion\":\"v1.36.0\"}";
    private static final int ALL = Integer.MAX_VALUE;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, StoredObjects> resources = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong(1);
    private final AddressPool addresses = new AddressPool();
    private final Vertx vertx;
    private final SimulatedPods pods;
    private final Figures figures;

    ApiSimulation(Vertx vertx, SimulatedPods pods, Figures figures) {
        this.vertx = vertx;
        this.pods = pods;
        this.figures = figures;
    }

    HttpServer listen() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setAcceptBacklog(4096)
                .setMaxWebSocketFrameSize(1 << 20)
                .setMaxWebSocketMessageSize(4 << 20)
                .setWebSocketSubProtocols(List.of("v4.channel.k8s.io"));
        return vertx.createHttpServer(options)
                .requestHandler(this::request)
                .webSocketHandler(this::socket)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    StoredObjects of(String resource) {
        return resources.computeIfAbsent(resource, _ -> new StoredObjects());
    }

    private void request(HttpServerRequest request) {
        String path = Objects.requireNonNullElse(request.path(), "");
        ApiRequest what = ApiRequest.of(path);
        figures.began(request.method() + " " + (what == null ? path : what.kind()));
        request.response().endHandler(_ -> figures.ended());
        request.body().onSuccess(body -> {
            if (path.equals("/apis")) {
                answer(request, HTTP_OK, GROUPS);
            } else if (path.equals("/apis/" + POLICIES + "/v1")) {
                answer(request, HTTP_OK, RESOURCES);
            } else if (path.equals("/version")) {
                answer(request, HTTP_OK, VERSION);
            } else if (what == null) {
                answer(request, HTTP_NOT_FOUND, status(HTTP_NOT_FOUND, "no such path"));
            } else if (request.method().equals(HttpMethod.POST)) {
                create(request, what, body);
            } else if (request.method().equals(HttpMethod.DELETE)) {
                delete(request, what);
            } else {
                get(request, what);
            }
        });
    }

    private static void answer(HttpServerRequest request, int status, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    private static String status(int code, String message) {
        return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\""
                + (code < HTTP_BAD_REQUEST ? "Success" : "Failure") + "\",\"code\":" + code + ",\"message\":\""
                + message + "\"}";
    }

    private void get(HttpServerRequest request, ApiRequest what) {
        if (what.part().equals("log")) {
            vertx.<String>executeBlocking(() -> pods.log(what.namespace(), what.name()), false)
                    .onComplete(
                            log -> answer(request, HTTP_OK, log),
                            failed -> answer(
                                    request,
                                    HTTP_BAD_REQUEST,
                                    status(HTTP_BAD_REQUEST, String.valueOf(failed.getMessage()))));
        } else if (!what.name().isEmpty()) {
            Stored found = of(what.resource()).find(what.namespace(), what.name());
            answer(
                    request,
                    found == null ? HTTP_NOT_FOUND : HTTP_OK,
                    found == null ? status(HTTP_NOT_FOUND, "not found") : found.json());
        } else if (request.getParam("watch", "").equals("true")) {
            request.response().setStatusCode(HTTP_NOT_FOUND).end(status(HTTP_NOT_FOUND, "watches are WebSockets here"));
        } else {
            list(request, what);
        }
    }

    private void list(HttpServerRequest request, ApiRequest what) {
        int limit = Integer.parseInt(request.getParam("limit", String.valueOf(ALL)));
        Selection selection = Selection.of(
                what.namespace(), request.getParam("labelSelector", ""), request.getParam("fieldSelector", ""));
        Page page = of(what.resource()).list(selection, request.getParam("continue", ""), limit);
        String items = page.objects().stream().map(Stored::json).collect(Collectors.joining(","));
        answer(
                request,
                HTTP_OK,
                "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version.get()
                        + "\",\"continue\":\"" + page.more() + "\"},\"items\":[" + items + "]}");
    }

    private void create(HttpServerRequest request, ApiRequest what, Buffer body) {
        ObjectNode object;
        try {
            object = (ObjectNode) JSON.readTree(body.getBytes());
        } catch (IOException e) {
            answer(request, HTTP_BAD_REQUEST, status(HTTP_BAD_REQUEST, "no JSON"));
            return;
        }
        if (what.resource().equals(REVIEWS)) {
            object.putObject("status").put("allowed", true);
            answer(request, HTTP_CREATED, object.toString());
            return;
        }
        if (what.resource().equals(RULES)) {
            ObjectNode rule =
                    object.putObject("status").putArray("resourceRules").addObject();
            List.of("verbs", "apiGroups", "resources")
                    .forEach(all -> rule.putArray(all).add("*"));
            answer(request, HTTP_CREATED, object.toString());
            return;
        }
        String name = object.at("/metadata/name").asText();
        object.withObject("/metadata")
                .put("uid", "uid-" + version.incrementAndGet())
                .put("resourceVersion", String.valueOf(version.get()))
                .put(
                        "creationTimestamp",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        if (what.resource().equals(SERVICES)
                && !object.at("/spec/clusterIP").asText().equals("None")) {
            String address = addresses.service();
            object.withObject("/spec")
                    .put("clusterIP", address)
                    .putArray("clusterIPs")
                    .add(address);
        }
        if (!of(what.resource()).add(what.namespace(), name, Stored.of(object))) {
            answer(request, HTTP_CONFLICT, status(HTTP_CONFLICT, "there is one already"));
            return;
        }
        answer(request, HTTP_CREATED, object.toString());
        if (what.resource().equals(PODS)) {
            vertx.setTimer(pods.untilReady().toMillis(), _ -> start(what.namespace(), name, object));
        }
    }

    private void start(String namespace, String name, ObjectNode pod) {
        pods.start(namespace, name, pod, addresses);
        pod.withObject("/metadata").put("resourceVersion", String.valueOf(version.incrementAndGet()));
        of(PODS).change(namespace, name, Stored.of(pod));
    }

    private void delete(HttpServerRequest request, ApiRequest what) {
        if (what.name().isEmpty()) {
            of(what.resource()).delete(Selection.of(what.namespace(), request.getParam("labelSelector", ""), ""));
        }
        if (what.resource().equals(NAMESPACES)) {
            resources.values().forEach(objects -> objects.delete(Selection.everythingIn(what.name())));
            of(NAMESPACES).remove("", what.name());
        }
        answer(request, HTTP_OK, status(HTTP_OK, "deleted"));
    }

    private void socket(ServerWebSocket socket) {
        ApiRequest what = Objects.requireNonNull(ApiRequest.of(socket.path()), socket.path());
        figures.began("WebSocket " + what.kind());
        figures.ended();
        if (what.part().equals("portforward")) {
            List<Integer> ports = Query.all(socket.query(), "ports").stream()
                    .map(Integer::valueOf)
                    .toList();
            pods.forward(socket, what.namespace(), what.name(), ports);
            return;
        }
        Map<String, String> query = Query.of(socket.query());
        Selection selection = Selection.of(
                what.namespace(), query.getOrDefault("labelSelector", ""), query.getOrDefault("fieldSelector", ""));
        Runnable end = of(what.resource())
                .watch(
                        selection,
                        (event, object) -> socket.writeTextMessage(
                                "{\"type\":\"" + event + "\",\"object\":" + object.json() + "}"));
        socket.closeHandler(_ -> end.run());
    }
}

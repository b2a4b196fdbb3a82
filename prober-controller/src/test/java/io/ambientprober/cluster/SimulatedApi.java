package io.ambientprober.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.peer.Fingerprint;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.WebSocketListener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API server in memory whose pods are ready, and whose Services have addresses, as soon as they are made. It counts requests, and
 * refuses those that a test names.
 */
final class SimulatedApi extends KubernetesCrudDispatcher implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of the group that AuthorizationPolicies are in. */
    private static final Map<String, String> ISTIO_KINDS = Map.of(
            Kind.AUTHORIZATION_POLICY.kind(),
            Kind.AUTHORIZATION_POLICY.plural(),
            "PeerAuthentication",
            "peerauthentications");

    private static final String GROUPS =
            "{\"kind\": \"APIGroupList\", \"groups\": [{\"name\": \"" + Kind.AUTHORIZATION_POLICY.group() + "\"}]}";

    private static final Pattern TALK = Pattern.compile(".*/pods/(?<pod>[^/?]+)/(?<way>log|portforward)(?:\\?.*)?");

    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger mostAtOnce = new AtomicInteger();
    private final List<Refusal> refusals = new ArrayList<>();
    private final Set<String> missingRights = Collections.synchronizedSet(new java.util.HashSet<>());
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicLong addresses = new AtomicLong();
    private final KubernetesMockServer server;
    private final KubernetesClient client;
    private boolean startsPods = true;
    private boolean annotatesPods = true;
    private boolean runsContainers;
    private volatile @Nullable Set<Right> granted;
    private volatile @Nullable String outcome;
    private volatile int cutOrders;
    private final Map<String, SimulatedCanary> canaries = new ConcurrentHashMap<>();
    private volatile BiConsumer<String, ObjectNode> onCreate = (resource, object) -> {};

    private record Refusal(String request, int code, String message) {}

    SimulatedApi() {
        server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), this, false);
        server.init();
        for (Map.Entry<String, String> kind : ISTIO_KINDS.entrySet()) {
            server.expectCustomResource(new CustomResourceDefinitionContext.Builder()
                    .withGroup(Kind.AUTHORIZATION_POLICY.group())
                    .withVersion("v1")
                    .withKind(kind.getKey())
                    .withPlural(kind.getValue())
                    .withScope("Namespaced")
                    .build());
        }
        client = server.createClient();
    }

    KubernetesClient client() {
        return client;
    }

    Cluster cluster() {
        return new Cluster(client);
    }

    void addNode(String name) {
        client.resource(new NodeBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .withNewStatus()
                        .addNewCondition()
                        .withType("Ready")
                        .withStatus("True")
                        .endCondition()
                        .endStatus()
                        .build())
                .create();
    }

    void addNamespace(String name, Map<String, String> labels) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Makes the objects of a YAML file. */
    void load(String yaml) {
        client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(item -> client.resource(item).create());
    }

    /** Answers requests whose line contains a text with an error, as the API server words it. */
    void refuse(String request, int code, String message) {
        refusals.add(new Refusal(request, code, message));
    }

    /** Takes a right away: verb, resource. */
    void forbid(String verb, String resource) {
        missingRights.add(verb + " " + resource);
    }

    /** From now on nothing else is allowed. A right to one object is written {@code resource:name}. */
    void grantOnly(Set<Right> rights) {
        granted = Set.copyOf(rights);
    }

    /** From now on a listener is told the resource and the object of every request to create one, but of reviews; of one at a time. */
    void onCreate(BiConsumer<String, ObjectNode> listener) {
        onCreate = listener;
    }

    /** From now on pods stay as they were made. */
    void startNoPods() {
        startsPods = false;
    }

    /** From now on nothing is written into pods that says they are in the mesh. */
    void annotateNoPods() {
        annotatesPods = false;
    }

    /** From now on the containers of pods run, and nobody answers for them. */
    void runContainers() {
        runsContainers = true;
    }

    /** From now on pods that take orders run, say where, and answer each with this. */
    void runCanaries(String answer) {
        outcome = answer;
    }

    /** As {@link #runCanaries}, but of each pod's first orders so many are cut off before they are answered. */
    void runCanaries(String answer, int cut) {
        runCanaries(answer);
        cutOrders = cut;
    }

    SimulatedCanary canary(String pod) {
        return Objects.requireNonNull(canaries.get(pod), pod);
    }

    long count(Predicate<String> request) {
        return requests.stream().filter(request).count();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            String line = request.getMethod() + " " + request.getPath();
            requests.add(line);
            RequestRight needed = RequestRight.of(request.getMethod(), request.getPath());
            if (needed != null && !isGranted(needed)) {
                return refused(new Refusal(line, 403, needed.right() + " is forbidden"));
            }
            for (Refusal refusal : refusals) {
                if (line.contains(refusal.request())) {
                    return refused(refusal);
                }
            }
            if (request.getPath().equals("/apis")) {
                return new MockResponse().setResponseCode(200).setBody(GROUPS);
            }
            if (request.getPath().equals("/version")) {
                return new MockResponse().setResponseCode(200).setBody("{\"gitVersion\": \"v1.36.0\"}");
            }
            MockResponse ofCanary = ofCanary(request.getPath());
            if (ofCanary != null) {
                return ofCanary;
            }
            if (line.startsWith("POST ")) {
                return created(request);
            }
            MockResponse response = super.dispatch(request);
            WebSocketListener watch = response.getWebSocketListener();
            return watch == null ? response : response.withWebSocketUpgrade(new MockWatch(watch));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private @Nullable MockResponse ofCanary(String path) {
        Matcher matcher = TALK.matcher(path);
        SimulatedCanary canary = matcher.matches() ? canaries.get(matcher.group("pod")) : null;
        if (canary == null) {
            return null;
        }
        return matcher.group("way").equals("log")
                ? new MockResponse().setResponseCode(200).setBody(canary.log())
                : new MockResponse().withWebSocketUpgrade(canary.forwarding());
    }

    private boolean isGranted(RequestRight needed) {
        Set<Right> only = granted;
        return only == null || only.contains(needed.right()) || only.contains(needed.ofThisOnly());
    }

    private static MockResponse refused(Refusal refusal) {
        ObjectNode status = JSON.createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("status", "Failure")
                .put("code", refusal.code())
                .put("message", refusal.message());
        return new MockResponse().setResponseCode(refusal.code()).setBody(status.toString());
    }

    private MockResponse created(RecordedRequest request) throws JsonProcessingException {
        ObjectNode body = (ObjectNode) JSON.readTree(request.getUtf8Body());
        bodies.add(body.toString());
        if (request.getPath().endsWith("/selfsubjectaccessreviews")) {
            return reviewed(body);
        }
        if (request.getPath().endsWith("/selfsubjectrulesreviews")) {
            return ruled(body);
        }
        synchronized (this) {
            onCreate.accept(request.getPath().replaceFirst(".*/", ""), body.deepCopy());
        }
        if (request.getPath().endsWith("/services")) {
            ArrayNode addressList = ((ObjectNode) body.path("spec")).putArray("clusterIPs");
            addressList.add(address("10.96"));
        }
        if (request.getPath().endsWith("/pods") && startsPods) {
            ready(body);
            if (runsContainers) {
                running(body);
            }
            run(body);
        }
        return super.dispatch(new RecordedRequest(
                request.getHttpVersion(),
                request.method(),
                request.getPath(),
                request.getHeaders(),
                new Buffer(body.toString().getBytes(StandardCharsets.UTF_8))));
    }

    private MockResponse reviewed(ObjectNode review) {
        JsonNode asked = review.at("/spec/resourceAttributes");
        String resource = asked.path("resource").asText();
        String verb = asked.path("verb").asText();
        boolean allowed = !missingRights.contains(verb + " " + resource) && isGranted(asked);
        review.putObject("status").put("allowed", allowed);
        return new MockResponse().setResponseCode(201).setBody(review.toString());
    }

    /** All is allowed, or it is not shown what is. */
    private MockResponse ruled(ObjectNode review) {
        ObjectNode status = review.putObject("status").put("incomplete", true);
        ArrayNode rules = status.putArray("resourceRules");
        if (missingRights.isEmpty() && granted == null) {
            ObjectNode all = rules.addObject();
            List.of("verbs", "apiGroups", "resources")
                    .forEach(part -> all.putArray(part).add("*"));
        }
        return new MockResponse().setResponseCode(201).setBody(review.toString());
    }

    /** In its namespace, or in all. */
    private boolean isGranted(JsonNode asked) {
        String part = asked.path("subresource").asText();
        String name = asked.path("name").asText();
        Right right = new Right(
                asked.path("verb").asText(),
                asked.path("group").asText(),
                asked.path("resource").asText()
                        + (part.isEmpty() ? "" : "/" + part)
                        + (name.isEmpty() ? "" : ":" + name),
                asked.path("namespace").asText());
        Set<Right> only = granted;
        return only == null || only.contains(right) || only.contains(right.everywhere());
    }

    private void ready(ObjectNode pod) {
        String ip = address("10.1");
        if (annotatesPods) {
            ((ObjectNode) pod.path("metadata")).withObject("/annotations").put(Labels.REDIRECTION, "enabled");
        }
        ObjectNode status = pod.putObject("status").put("phase", "Running").put("podIP", ip);
        status.putArray("podIPs").addObject().put("ip", ip);
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
    }

    private void run(ObjectNode pod) {
        String answer = outcome;
        List<String> args = new ArrayList<>();
        pod.at("/spec/containers/0/args").forEach(arg -> args.add(arg.asText()));
        int option = args.indexOf(PodRecipe.CONTROLLER);
        if (answer == null || option < 0) {
            return;
        }
        try {
            canaries.put(
                    pod.at("/metadata/name").asText(),
                    new SimulatedCanary(new Fingerprint(args.get(option + 1)), answer, cutOrders));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        running(pod);
    }

    private static void running(ObjectNode pod) {
        pod.withObject("/status")
                .putArray("containerStatuses")
                .addObject()
                .put("containerID", "simulated://1")
                .putObject("state")
                .putObject("running");
    }

    private String address(String network) {
        long number = addresses.incrementAndGet();
        return network + "." + number / 250 % 250 + "." + (number % 250 + 1);
    }

    @Override
    public void close() {
        canaries.values().forEach(SimulatedCanary::close);
        client.close();
        server.destroy();
    }
}

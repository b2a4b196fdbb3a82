package io.ambientprober.cluster.causes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An API server that holds these objects: gets and lists them, by label where it is asked to, and says which groups it has. */
final class ServedCluster implements AutoCloseable {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final List<String> GROUPS = List.of("security.istio.io", "gateway.networking.k8s.io");
    private static final Pattern PATH = Pattern.compile(
            "/(?:api|apis/(?<group>[^/]+))/[^/]+(?:/namespaces/(?<namespace>[^/]+)(?=/))?/(?<plural>[^/]+)(?:/(?<name>[^/]+))?");
    private static final Pattern SELECTOR = Pattern.compile("labelSelector=([^=&]+)=([^&]+)");

    private final List<HasMetadata> objects;
    private final HttpServer server;

    ServedCluster(List<HasMetadata> objects) throws IOException {
        this.objects = objects;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
    }

    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Optional<Object> answer = answer(exchange.getRequestURI());
            byte[] body = JSON.asJson(answer.orElse(Map.of("kind", "Status", "code", 404)))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.isPresent() ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Optional<Object> answer(URI asked) {
        Matcher path = PATH.matcher(asked.getPath());
        if (!path.matches()) {
            return asked.getPath().equals("/apis") ? Optional.of(groups()) : Optional.empty();
        }
        Stream<HasMetadata> found = objects.stream()
                .filter(object -> plural(object).equals(path.group("plural")))
                .filter(isIn(path.group("namespace")))
                .filter(isSelected(asked.getQuery()));
        String name = path.group("name");
        return name == null
                ? Optional.of(Map.of("kind", "List", "apiVersion", "v1", "metadata", Map.of(), "items", found.toList()))
                : found.filter(object -> object.getMetadata().getName().equals(name))
                        .<Object>map(object -> object)
                        .findFirst();
    }

    private Map<String, Object> groups() {
        return Map.of(
                "kind",
                "APIGroupList",
                "groups",
                Stream.concat(
                                GROUPS.stream(),
                                objects.stream()
                                        .map(HasMetadata::getApiVersion)
                                        .filter(version -> version.contains("/"))
                                        .map(version -> version.substring(0, version.indexOf('/'))))
                        .distinct()
                        .map(group -> Map.of("name", group, "versions", List.of()))
                        .toList());
    }

    private static String plural(HasMetadata object) {
        String kind = object.getKind().toLowerCase(Locale.ROOT);
        if (kind.endsWith("cy")) {
            return kind.substring(0, kind.length() - 1) + "ies";
        }
        return kind + (kind.endsWith("s") ? "es" : "s");
    }

    private static Predicate<HasMetadata> isIn(String namespace) {
        return object ->
                namespace == null || namespace.equals(object.getMetadata().getNamespace());
    }

    private static Predicate<HasMetadata> isSelected(String query) {
        Map<String, String> wanted = SELECTOR.matcher(query == null ? "" : query)
                .results()
                .collect(Collectors.toMap(one -> one.group(1), one -> one.group(2)));
        return object -> object.getMetadata().getLabels() == null
                ? wanted.isEmpty()
                : object.getMetadata().getLabels().entrySet().containsAll(wanted.entrySet());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

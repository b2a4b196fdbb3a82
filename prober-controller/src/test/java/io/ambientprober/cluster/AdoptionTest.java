package io.ambientprober.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An API server that says of every object that it is there already, and shows what a test makes of the one that was asked for. */
final class AdoptionTest {
    private static final String FORGER = "evil.example/forger";
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    /** Each puts something in the place of what was asked for. */
    private static final Map<String, UnaryOperator<PodBuilder>> FORGERIES = Map.of(
            "no nonce",
            pod -> pod.editMetadata().withAnnotations(Map.of()).endMetadata(),
            "a guessed nonce",
            pod -> pod.editMetadata()
                    .withAnnotations(Map.of(Labels.NONCE, "0".repeat(32)))
                    .endMetadata(),
            "another image",
            pod -> pod.editSpec()
                    .editFirstContainer()
                    .withImage(FORGER)
                    .endContainer()
                    .endSpec(),
            "one container more",
            pod -> pod.editSpec()
                    .addNewContainer()
                    .withImage(FORGER)
                    .endContainer()
                    .endSpec(),
            "an init container",
            pod -> pod.editSpec()
                    .addNewInitContainer()
                    .withImage(FORGER)
                    .endInitContainer()
                    .endSpec(),
            "another owner",
            pod -> pod.editMetadata()
                    .withOwnerReferences(
                            new OwnerReferenceBuilder().withUid("theirs").build())
                    .endMetadata(),
            "no owner",
            pod -> pod.editMetadata().withOwnerReferences(List.of()).endMetadata());

    static Set<String> forgeries() {
        return FORGERIES.keySet();
    }

    @Test
    void whatALostAnswerMadeIsOurs() throws Exception {
        assertThat(created(UnaryOperator.identity()).getMetadata().getUid()).isEqualTo("found");
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void whatSomebodyElsePutThereIsNot(String forgery) {
        assertThatThrownBy(() -> created(Objects.requireNonNull(FORGERIES.get(forgery))))
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith(
                        "cannot create Pod shop/client-0001: there is one already, which this run did not make");
    }

    private static Pod created(UnaryOperator<PodBuilder> edit) throws IOException, SiteException {
        AtomicReference<Pod> asked = new AtomicReference<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                asked.set(JSON.unmarshal(exchange.getRequestBody(), Pod.class));
                answer(exchange, 409, "");
            } else {
                Pod there = edit.apply(new PodBuilder(asked.get())
                                .editMetadata()
                                .withUid("found")
                                .endMetadata())
                        .build();
                answer(exchange, 200, JSON.asJson(there));
            }
        });
        server.start();
        try (KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(io.fabric8.kubernetes.client.Config.empty())
                                .withMasterUrl("http://127.0.0.1:"
                                        + server.getAddress().getPort())
                                .withRequestRetryBackoffLimit(0)
                                .build())
                        .build();
                Cluster cluster = new Cluster(client)) {
            return cluster.create(pod());
        } finally {
            server.stop(0);
        }
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName("client-0001")
                .addToLabels(Labels.RUN, "a-run")
                .withOwnerReferences(new OwnerReferenceBuilder().withUid("ours").build())
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("prober")
                .withImage("ambient-prober:1")
                .endContainer()
                .endSpec()
                .build();
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}

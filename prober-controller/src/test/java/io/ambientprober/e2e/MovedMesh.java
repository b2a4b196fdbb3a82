package io.ambientprober.e2e;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Istio as OpenShift's profile and a revision have it: its agents in kube-system, istiod elsewhere under the name of its revision, with a
 * root namespace and a trust domain of its own. What was there before is put back in the end.
 */
final class MovedMesh implements AutoCloseable {
    static final String ISTIOD = "e2e-istiod";
    static final String ROOT = "e2e-root";
    static final String TRUST_DOMAIN = "e2e.example";
    static final String REVISION = "moved";
    static final String AGENTS = "kube-system";

    /** ztunnel does not learn its own from istiod (istio/ztunnel, src/config.rs). */
    private static final String ZTUNNELS_DOMAIN = "{\"name\":\"TRUST_DOMAIN\",\"value\":\"" + TRUST_DOMAIN + "\"}";

    private static final String USUAL = "istio-system";
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NAMES_OF_AGENTS =
            Set.of("istio-cni", "ztunnel", "istio-cni-config", "istio-cni-node");

    /** Of what is made again: what the charts make, in the order in which it is needed. */
    private static final String OF_NAMESPACE =
            "serviceaccounts,roles,rolebindings,configmaps,services,deployments,daemonsets";

    private static final String OF_CLUSTER =
            "clusterrolebindings,mutatingwebhookconfigurations,validatingwebhookconfigurations";

    private final List<ObjectNode> before;

    private MovedMesh(List<ObjectNode> before) {
        this.before = before;
    }

    static MovedMesh move() {
        List<ObjectNode> before = new ArrayList<>();
        before.addAll(objects("-n", USUAL, "get", OF_NAMESPACE, "-l", "app.kubernetes.io/part-of=istio"));
        before.addAll(objects("get", OF_CLUSTER, "-l", "app.kubernetes.io/part-of=istio"));
        MovedMesh moved = new MovedMesh(before);
        Command.apply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s}
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s}
                """.formatted(ISTIOD, ROOT));
        stop(USUAL, USUAL);
        apply(before.stream().map(MovedMesh::moved).toList());
        awaitReady(ISTIOD, "istiod-" + REVISION, AGENTS);
        return moved;
    }

    @Override
    public void close() {
        stop(ISTIOD, AGENTS);
        Command.kubectl(
                        "-n",
                        AGENTS,
                        "delete",
                        "--ignore-not-found",
                        "serviceaccount/istio-cni",
                        "serviceaccount/ztunnel",
                        "configmap/istio-cni-config")
                .requireSuccess();
        Command.kubectl("delete", "--ignore-not-found", "namespace/" + ISTIOD, "namespace/" + ROOT)
                .requireSuccess();
        apply(before);
        awaitReady(USUAL, "istiod", USUAL);
    }

    private static void stop(String istiod, String agents) {
        Command.kubectl("-n", istiod, "delete", "deployment", "-l", "app=istiod", "--wait")
                .requireSuccess();
        Command.kubectl(
                        "-n",
                        agents,
                        "delete",
                        "--wait",
                        "--ignore-not-found",
                        "daemonset/ztunnel",
                        "daemonset/istio-cni-node")
                .requireSuccess();
        for (String pods : List.of("app in (istiod, ztunnel)", "k8s-app=istio-cni-node")) {
            await().atMost(LONG)
                    .until(() -> Command.kubectl("get", "pods", "-A", "-l", pods, "-o", "name")
                            .requireSuccess()
                            .isBlank());
        }
    }

    private static void awaitReady(String istiod, String deployment, String agents) {
        for (List<String> part : List.of(
                List.of(istiod, "deployment/" + deployment),
                List.of(agents, "daemonset/istio-cni-node"),
                List.of(agents, "daemonset/ztunnel"))) {
            Command.kubectl("-n", part.getFirst(), "rollout", "status", part.getLast(), "--timeout=180s")
                    .requireSuccess();
        }
    }

    private static void apply(List<ObjectNode> objects) {
        ObjectNode list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        list.putArray("items").addAll(objects);
        Command.apply(list.toString());
    }

    private static List<ObjectNode> objects(String... query) {
        List<String> arguments = new ArrayList<>(List.of(query));
        arguments.addAll(List.of("-o", "json"));
        List<ObjectNode> objects = new ArrayList<>();
        for (JsonNode item : read(Command.kubectl(arguments.toArray(String[]::new))
                        .requireSuccess())
                .path("items")) {
            objects.add(asWritten((ObjectNode) item));
        }
        return objects;
    }

    /** Without what the API server added to it. */
    private static ObjectNode asWritten(ObjectNode object) {
        object.remove("status");
        ((ObjectNode) object.path("metadata"))
                .remove(List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"));
        if (object.path("kind").asText().equals("Service")) {
            ((ObjectNode) object.path("spec")).remove(List.of("clusterIP", "clusterIPs"));
        }
        return object;
    }

    private static ObjectNode moved(ObjectNode object) {
        String name = object.at("/metadata/name").asText();
        boolean agents = NAMES_OF_AGENTS.contains(name);
        String text = object.toString()
                .replace("istiod." + USUAL + ".svc", "istiod-" + REVISION + "." + ISTIOD + ".svc")
                .replace(USUAL + "/ztunnel", AGENTS + "/ztunnel")
                .replace("rootNamespace: " + USUAL, "rootNamespace: " + ROOT)
                .replace("{\"name\":\"INPOD_ENABLED\"", ZTUNNELS_DOMAIN + ",{\"name\":\"INPOD_ENABLED\"")
                .replace("trustDomain: cluster.local", "trustDomain: " + TRUST_DOMAIN)
                .replace("\"istio.io/rev\":\"default\"", "\"istio.io/rev\":\"" + REVISION + "\"")
                .replace(
                        "{\"name\":\"REVISION\",\"value\":\"default\"}",
                        "{\"name\":\"REVISION\",\"value\":\"" + REVISION + "\"}")
                .replace("\"namespace\":\"" + USUAL + "\"", "\"namespace\":\"" + (agents ? AGENTS : ISTIOD) + "\"");
        ObjectNode moved = (ObjectNode) read(text);
        if (Set.of("Deployment", "Service", "ConfigMap")
                        .contains(object.path("kind").asText())
                && !agents) {
            ((ObjectNode) moved.path("metadata")).put("name", name + "-" + REVISION);
        }
        moved.path("subjects").forEach(subject -> of((ObjectNode) subject));
        return moved;
    }

    private static void of(ObjectNode subject) {
        subject.put("namespace", NAMES_OF_AGENTS.contains(subject.path("name").asText()) ? AGENTS : ISTIOD);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}

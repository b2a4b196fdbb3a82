package io.ambientprober.lab.scale;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.lab.scale.StoredObjects.Stored;
import io.ambientprober.peer.Credentials;
import java.util.Map;

/** What is in the cluster before the run: nodes, the mesh, and tenants' pods in it. */
record ClusterContents(ApiSimulation api, SimulatedZtunnels ztunnels, ClusterSize size) {
    private static final String SYSTEM = "istio-system";
    private static final int NAMESPACES = 20;
    private static final int WORKLOADS = 15;
    private static final String LONG_AGO = "2026-01-01T00:00:00Z";

    void make() {
        namespace(SYSTEM, Map.of());
        configMap("istio", "mesh", "trustDomain: cluster.local\nrootNamespace: istio-system\n");
        configMap("istio-ca-root-cert", "root-cert.pem", Credentials.create().certificatePem());
        ofMesh("istiod-0", "app", "istiod", 0);
        for (int i = 0; i < NAMESPACES; i++) {
            namespace("shop-" + i, Map.of("istio.io/dataplane-mode", "ambient"));
        }
        for (int node = 0; node < size.nodes(); node++) {
            node(node);
            ofMesh("ztunnel-" + node, "app", "ztunnel", node);
            ofMesh("istio-cni-node-" + node, "k8s-app", "istio-cni-node", node);
            for (int pod = 0; pod < size.podsPerNode(); pod++) {
                tenant(node, pod);
            }
        }
    }

    private static ObjectNode object(String kind, String name, String namespace, Map<String, String> labels) {
        ObjectNode object =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", kind);
        ObjectNode metadata = object.putObject("metadata")
                .put("name", name)
                .put("uid", "uid-" + kind + "-" + namespace + "-" + name)
                .put("resourceVersion", "1")
                .put("creationTimestamp", LONG_AGO);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        ObjectNode own = metadata.putObject("labels");
        labels.forEach(own::put);
        return object;
    }

    private void namespace(String name, Map<String, String> labels) {
        api.of(ApiSimulation.NAMESPACES).add("", name, Stored.of(object("Namespace", name, "", labels)));
    }

    private void configMap(String name, String key, String value) {
        ObjectNode map = object("ConfigMap", name, SYSTEM, Map.of());
        map.putObject("data").put(key, value);
        api.of("api/v1/configmaps").add(SYSTEM, name, Stored.of(map));
    }

    private void node(int number) {
        String name = ClusterSize.node(number);
        ObjectNode node = object("Node", name, "", Map.of("kubernetes.io/os", "linux", "kubernetes.io/hostname", name));
        node.putObject("spec");
        ObjectNode status = node.putObject("status");
        status.putArray("conditions").addObject().put("type", "Ready").put("status", "True");
        status.putObject("nodeInfo").put("architecture", "amd64").put("operatingSystem", "linux");
        api.of("api/v1/nodes").add("", name, Stored.of(node));
    }

    private void ofMesh(String name, String label, String value, int node) {
        ObjectNode pod = object("Pod", name, SYSTEM, Map.of(label, value));
        pod.putObject("spec")
                .put("nodeName", ClusterSize.node(node))
                .put("hostNetwork", true)
                .putArray("containers")
                .addObject()
                .put("name", "main")
                .put("image", "istio/" + value + ":1.30.0");
        SimulatedPods.ready(pod, AddressPool.node(node), AddressPool.node(node));
        api.of(ApiSimulation.PODS).add(SYSTEM, name, Stored.of(pod));
    }

    private void tenant(int node, int number) {
        int workload = (node * size.podsPerNode() + number) % (NAMESPACES * WORKLOADS);
        String namespace = "shop-" + workload % NAMESPACES;
        String app = "app-" + workload / NAMESPACES;
        String name = app + "-7d4b9c6f5-" + node + "x" + number;
        ObjectNode pod = object("Pod", name, namespace, Map.of("app", app, "pod-template-hash", "7d4b9c6f5"));
        ObjectNode metadata = pod.withObject("/metadata");
        metadata.putObject("annotations").put("ambient.istio.io/redirection", "enabled");
        metadata.putArray("ownerReferences")
                .addObject()
                .put("apiVersion", "apps/v1")
                .put("kind", "ReplicaSet")
                .put("name", app + "-7d4b9c6f5")
                .put("uid", "uid-" + app)
                .put("controller", true);
        pod.putObject("spec")
                .put("nodeName", ClusterSize.node(node))
                .put("serviceAccountName", "default")
                .putArray("containers")
                .addObject()
                .put("name", "main")
                .put("image", "shop/" + app + ":1");
        String ip = AddressPool.tenant(node, number);
        SimulatedPods.ready(pod, ip, AddressPool.node(node));
        ztunnels.add(namespace, name, ClusterSize.node(node), ip);
        api.of(ApiSimulation.PODS).add(namespace, name, Stored.of(pod));
    }
}

package io.ambientprober.cluster.mesh;

import io.ambientprober.fuzz.Choices;
import io.ambientprober.fuzz.Complaint;
import io.ambientprober.fuzz.Entrance;
import io.ambientprober.fuzz.Require;
import io.ambientprober.plan.PodName;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;

/** What the mesh says of itself: ztunnel's config_dump, its metrics, and istiod's settings; the first byte says which. */
public final class ZtunnelEntrance implements Entrance {
    private static final PodName POD = new PodName("mesh", "client-1");
    private static final Set<PodName> WANTED = Set.of(POD);

    private static final String DUMP = """
            {"workloads": [{"uid": "Kubernetes//Pod/mesh/client-1", "name": "client-1", "namespace": "mesh", "protocol": "HBONE"},
            [], 1], "workloadState": {"u": {"state": "Up", "connections": {"inbound": []}, "info":
            {"name": "client-1", "namespace": "mesh"}}}, "certificates": [{"identity": "x"}]}
            """;
    private static final String METRICS = """
            # TYPE istio_tcp_connections_opened counter
            istio_tcp_connections_opened_total{reporter="source",source_workload="client-1",source_workload_namespace="mesh",\
            destination_workload="s\\"",connection_security_policy="mutual_tls"} 3
            istio_tcp_connections_opened_total{source_workload="client-1",source_workload_namespace="mesh"} 1.0 1700000000
            """;
    private static final String SETTINGS =
            "trustDomain: example.org\nrootNamespace: &a istio-system\ndefaultConfig: {a: *a}\n";

    @Override
    public void read(byte[] input) {
        Choices choices = new Choices(input);
        int kind = choices.octet() % 3;
        byte[] page = choices.rest();
        try {
            switch (kind) {
                case 0 -> {
                    ConfigDump dump = ConfigDump.read(new ByteArrayInputStream(page), WANTED);
                    Require.that(WANTED.containsAll(dump.protocols().keySet()), "a protocol of a pod nobody asked for");
                    Require.that(WANTED.containsAll(dump.states().keySet()), "a state of a pod nobody asked for");
                }
                case 1 ->
                    Require.that(
                            TrafficMetrics.read(new ByteArrayInputStream(page), WANTED).stream()
                                    .allMatch(opened -> opened.source().equals(POD)
                                            || opened.destination().equals(POD)),
                            "connections of pods nobody asked for");
                default -> MeshConfig.read(new String(page, StandardCharsets.UTF_8), "istio-system");
            }
        } catch (IOException e) {
            Complaint.requireSome(e);
        }
    }

    @Override
    public Stream<byte[]> seeds() {
        return Stream.of(as(0, DUMP), as(0, "{}"), as(1, METRICS), as(2, SETTINGS));
    }

    private static byte[] as(int kind, String page) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(kind);
        input.writeBytes(page.getBytes(StandardCharsets.UTF_8));
        return input.toByteArray();
    }
}

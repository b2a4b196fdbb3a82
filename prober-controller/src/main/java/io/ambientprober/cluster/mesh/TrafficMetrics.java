package io.ambientprober.cluster.mesh;

import io.ambientprober.plan.PodName;
import io.ambientprober.statement.OpenedConnections;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Connections that ztunnel counted, out of its metrics in Prometheus' text format; lines of other families are passed over. */
final class TrafficMetrics {
    private static final String FAMILY = "istio_tcp_connections_opened_total{";
    private static final Pattern LABEL = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*+)\",?");
    private static final Pattern COUNT = Pattern.compile("} +([0-9]{1,18})(?:\\.0+)?(?: .*)?");
    /** A canary pair makes a handful of series; more is somebody else's traffic. */
    private static final int MAX_KEPT = 10_000;

    private TrafficMetrics() {}

    /** Connections that one of these pods is an end of. Of pods that have an owner nothing is kept: they count under its name. */
    static List<OpenedConnections> read(InputStream text, Set<PodName> wanted) throws IOException {
        List<OpenedConnections> kept = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null && kept.size() < MAX_KEPT; line = lines.readLine()) {
            sample(line)
                    .filter(sample -> wanted.contains(sample.source()) || wanted.contains(sample.destination()))
                    .ifPresent(kept::add);
        }
        return kept;
    }

    private static Optional<OpenedConnections> sample(String line) {
        if (!line.startsWith(FAMILY)) {
            return Optional.empty();
        }
        Map<String, String> labels = new HashMap<>();
        int at = FAMILY.length();
        Matcher label = LABEL.matcher(line);
        while (label.region(at, line.length()).lookingAt()) {
            labels.put(label.group(1), label.group(2));
            at = label.end();
        }
        Matcher count = COUNT.matcher(line).region(at, line.length());
        return count.matches()
                ? Optional.of(new OpenedConnections(
                        labels.getOrDefault("reporter", ""),
                        workload(labels, "source"),
                        workload(labels, "destination"),
                        "mutual_tls".equals(labels.get("connection_security_policy")),
                        Long.parseLong(count.group(1))))
                : Optional.empty();
    }

    private static PodName workload(Map<String, String> labels, String side) {
        return new PodName(
                labels.getOrDefault(side + "_workload_namespace", ""), labels.getOrDefault(side + "_workload", ""));
    }
}

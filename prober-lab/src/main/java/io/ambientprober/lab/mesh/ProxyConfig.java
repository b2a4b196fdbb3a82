package io.ambientprober.lab.mesh;

import io.ambientprober.lab.net.Netns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy of one node is to be, whole: a line of JSON on its standard input.
 *
 * @param authority the certificate that all others must come from, as PEM
 * @param pods of this node, whose traffic the proxy takes
 * @param workloads the identity of the one that answers by HBONE, by address: what istiod knows, true or not
 * @param services what stands behind a Service's address and port
 */
public record ProxyConfig(
        long version, String authority, List<ServedPod> pods, Map<String, Spiffe> workloads, List<Route> services) {
    public static final ProxyConfig EMPTY = new ProxyConfig(0, "", List.of(), Map.of(), List.of());

    public ProxyConfig {
        pods = List.copyOf(pods);
        workloads = Map.copyOf(workloads);
        services = List.copyOf(services);
    }

    /** What stands on the HBONE port. */
    public enum Hbone {
        TLS,
        /** HTTP/2 without TLS. */
        CLEAR
    }

    public record ServedPod(
            Netns netns, List<String> ips, WorkloadCredentials credentials, Policy policy, Hbone hbone) {
        public ServedPod {
            ips = List.copyOf(ips);
        }
    }

    public record Endpoint(String ip, int port) {
        /** As an authority writes it. */
        String host() {
            return ip.contains(":") ? "[" + ip + "]" : ip;
        }
    }

    /**
     * A Service, and what stands behind it.
     *
     * @param waypoint address of the pod that its clients are led through; null for none
     */
    public record Route(
            Endpoint service, Endpoint pod, @Nullable String waypoint) {}

    Optional<Route> route(Endpoint target) {
        return services.stream().filter(route -> route.service().equals(target)).findFirst();
    }

    Optional<Spiffe> identity(String ip) {
        return Optional.ofNullable(workloads.get(ip));
    }
}

package io.ambientprober.lab.mesh;

import io.ambientprober.lab.net.Netns;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the proxy of one node is to be, whole: a line of JSON on its standard input.
 *
 * @param authority the certificate that all others must come from, as PEM
 * @param pods of this node, whose traffic the proxy takes
 * @param workloads the identity of whoever answers by HBONE, by address: what istiod knows, true or not
 * @param services what stands behind a Service's address and port
 */
public record MeshState(
        long version, String authority, List<ServedPod> pods, Map<String, Spiffe> workloads, List<Route> services) {
    public static final MeshState EMPTY = new MeshState(0, "", List.of(), Map.of(), List.of());

    public MeshState {
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

    public record ServedPod(Netns netns, List<String> ips, Credentials credentials, Policy policy, Hbone hbone) {
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

    public record Route(Endpoint service, Endpoint pod) {}

    Endpoint resolve(Endpoint target) {
        return services.stream()
                .filter(route -> route.service().equals(target))
                .map(Route::pod)
                .findFirst()
                .orElse(target);
    }

    Optional<Spiffe> identity(Endpoint target) {
        return Optional.ofNullable(workloads.get(target.ip()));
    }
}

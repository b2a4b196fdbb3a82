package io.ambientprober.plan;

import io.ambientprober.wire.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who has which address, over all paths of a plan: a packet's address must name one pod, or one Service, and not another as well. */
final class AddressOwners {
    private static final String SERVICE = "a Service";

    private final Map<IpAddress, Owner> owners = new HashMap<>();
    /** Where the plan names the address of a waypoint's pod first. */
    private final Map<IpAddress, String> waypoints = new HashMap<>();

    /**
     * Who has an address.
     *
     * @param pointer where the plan says so
     */
    private record Owner(String who, String pointer) {}

    /**
     * Takes the addresses of a path.
     *
     * @param field the path
     * @throws PlanFormatException when one of them is another's already
     */
    void add(JsonField field, ProbePath path) throws PlanFormatException {
        JsonField client = field.get("client");
        JsonField server = field.get("server");
        add(
                client,
                pod(
                        path.client().namespace(),
                        path.client().pod(),
                        path.client().node()),
                path.client().ips());
        add(
                server,
                pod(
                        path.server().namespace(),
                        path.server().pod(),
                        path.server().node()),
                path.server().ips());
        if (path.service() != null) {
            service(field.get("service"), path.service().ips());
        }
        if (path.waypoint() != null) {
            waypoint(field.get("waypoint"), path);
        }
    }

    /** Its node too: whose capture has to hold what it sent must not depend on the path that is asked. */
    private static String pod(String namespace, String name, String node) {
        return "pod " + namespace + "/" + name + " on node " + node;
    }

    private void add(JsonField field, String who, List<IpAddress> ips) throws PlanFormatException {
        List<JsonField> places = field.get("ips").list(place -> place);
        for (int i = 0; i < ips.size(); i++) {
            JsonField place = places.get(i);
            Owner known = owners.putIfAbsent(ips.get(i), new Owner(who, place.pointer()));
            if (known != null && !known.who().equals(who)) {
                throw place.complaint(
                        ips.get(i) + " is an address of " + who + ", and of " + known.who() + " at " + known.pointer());
            }
        }
    }

    private void service(JsonField field, List<IpAddress> ips) throws PlanFormatException {
        add(field, SERVICE, ips);
        List<JsonField> places = field.get("ips").list(place -> place);
        for (int i = 0; i < ips.size(); i++) {
            String waypoint = waypoints.get(ips.get(i));
            if (waypoint != null) {
                throw places.get(i)
                        .complaint(ips.get(i) + " is an address of a Service, and of a waypoint's pod at " + waypoint);
            }
        }
    }

    private void waypoint(JsonField field, ProbePath path) throws PlanFormatException {
        List<IpAddress> ips =
                path.waypoint() == null ? List.of() : path.waypoint().ips();
        List<JsonField> places = field.get("ips").list(place -> place);
        for (int i = 0; i < ips.size(); i++) {
            IpAddress ip = ips.get(i);
            if (path.client().ips().contains(ip) || path.server().ips().contains(ip)) {
                throw places.get(i).complaint("the waypoint " + ip + " is the client or the server of its own path");
            }
            Owner known = owners.get(ip);
            if (known != null && known.who().equals(SERVICE)) {
                throw places.get(i)
                        .complaint(ip + " is an address of a waypoint's pod, and of a Service at " + known.pointer());
            }
            waypoints.putIfAbsent(ip, places.get(i).pointer());
        }
    }
}

package io.ambientprober.lab.site;

import io.ambientprober.lab.mesh.Policy;
import io.ambientprober.lab.mesh.ProxyConfig.Hbone;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.ambientprober.lab.mesh.Redirection;
import io.ambientprober.lab.mesh.Spiffe;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.peer.Credentials;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What every stage of a run works with: its pods, and how they are enrolled. */
final class LabRun {
    static final Spiffe SERVER_IDENTITY = Spiffe.of(namespace(Zone.MESH), "canary-server");
    static final Spiffe CLIENT_IDENTITY = Spiffe.of(namespace(Zone.MESH), "canary-client");
    static final Spiffe WAYPOINT_IDENTITY = Spiffe.of(namespace(Zone.MESH), "waypoint");

    private final Lab lab;
    private final Set<Trait> traits;
    private final Undo undo;
    /** By which agents and canaries know us. */
    private final Credentials own = Credentials.create();

    private final List<Pod> pods = new ArrayList<>();

    LabRun(Lab lab, Set<Trait> traits, Undo undo) {
        this.lab = lab;
        this.traits = traits;
        this.undo = undo;
    }

    Lab lab() {
        return lab;
    }

    /** What it runs on nodes and in pods. */
    Programs programs() {
        return lab.programs(traits);
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    Undo undo() {
        return undo;
    }

    Credentials own() {
        return own;
    }

    Pod pod(String name, String node) throws IOException {
        Pod pod = lab.network().pod(name, lab.network().node(node));
        undo.add(pod::close);
        synchronized (this) {
            pods.add(pod);
        }
        return pod;
    }

    /** Of its pods, also of those that are gone. */
    synchronized Set<IpAddress> addresses() {
        return pods.stream().flatMap(pod -> pod.ips().stream()).collect(Collectors.toSet());
    }

    /** The mesh knows none of its pods any more. */
    void forget() throws IOException {
        List<Pod> known;
        synchronized (this) {
            known = List.copyOf(pods);
        }
        lab.mesh().forget(known);
    }

    void enrol(Pod pod, Spiffe identity, Policy policy, Hbone hbone) throws IOException {
        List<String> ips = pod.ips().stream().map(IpAddress::toString).toList();
        ServedPod served =
                new ServedPod(pod.netns(), ips, lab.mesh().authority().issue(identity), policy, hbone);
        lab.mesh().enrol(pod, served, identity);
        Redirection.set(pod.netns(), lab.network().ipv6());
    }

    /** Takes the rules away that send its traffic to the proxy. */
    void loseRules(Pod pod) throws IOException {
        Redirection.lose(pod.netns(), lab.network().ipv6());
    }

    IpAddress ip(Pod pod) {
        return pod.ip(!has(Trait.IPV6));
    }

    static String namespace(Zone zone) {
        return switch (zone) {
            case MESH -> "ambient-prober-mesh";
            case PLAIN -> "ambient-prober-plain";
        };
    }
}

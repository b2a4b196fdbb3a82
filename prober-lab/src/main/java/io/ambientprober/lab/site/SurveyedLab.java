package io.ambientprober.lab.site;

import io.ambientprober.canary.CanaryPort;
import io.ambientprober.lab.mesh.Policy;
import io.ambientprober.lab.mesh.ProxyConfig.Hbone;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.run.Coverage;
import io.ambientprober.run.Site.Deployed;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.Survey;
import io.ambientprober.run.Site.Surveyed;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Tenants;
import io.ambientprober.statement.Section;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A lab that a run can take place in. */
record SurveyedLab(LabRun run, Survey survey, Section<LabTenants> pods) implements Surveyed {
    private static final Map<Trait, Integer> VXLAN_PORTS = Map.of(Trait.VXLAN_8472, 8472, Trait.VXLAN_4789, 4789);

    @Override
    public Section<Tenants> tenants() {
        return pods.map(there -> there);
    }

    /** Agents and clients are started when they are asked for. */
    @Override
    public Deployed deploy(Coverage coverage, Duration timeout) throws SiteException {
        try {
            run.undo().add(run::forget);
            tunnel();
            Waypoint waypoint = run.has(Trait.WAYPOINT) ? waypoint() : null;
            List<LabServer> servers = new ArrayList<>();
            for (ServerOrder order : coverage.servers()) {
                servers.add(server(order));
            }
            return new DeployedLab(run, servers, waypoint, pods);
        } catch (IOException e) {
            throw new SiteException("the servers could not be made: " + e.getMessage(), e);
        }
    }

    private void tunnel() throws IOException {
        for (Map.Entry<Trait, Integer> vxlan : VXLAN_PORTS.entrySet()) {
            if (run.has(vxlan.getKey())) {
                run.undo().add(run.lab().network().tunnel(vxlan.getValue())::close);
            }
        }
    }

    /** One for all Services: a pod whose proxy takes what is meant for them. */
    private Waypoint waypoint() throws IOException {
        Pod pod = run.pod("waypoint", run.lab().network().nodes().getFirst().name());
        run.enrol(pod, LabRun.WAYPOINT_IDENTITY, Policy.NONE, Hbone.TLS);
        return new Waypoint(List.of(run.ip(pod)));
    }

    private LabServer server(ServerOrder order) throws IOException {
        Pod pod = run.pod(order.name(), order.node());
        LabProcess process = run.programs().server(pod, run.own().fingerprint());
        run.undo().add(process::close);
        if (order.zone() == Zone.MESH) {
            run.enrol(
                    pod,
                    LabRun.SERVER_IDENTITY,
                    policy(),
                    run.has(Trait.SERVERS_WITHOUT_TLS) ? Hbone.CLEAR : Hbone.TLS);
            if (run.has(Trait.SERVERS_LOST)) {
                run.loseRules(pod);
                run.lab().mesh().abandon(pod);
            }
        }
        return new LabServer(order, pod, process);
    }

    private Policy policy() {
        Policy policy = run.has(Trait.POLICIES)
                ? new Policy(
                        List.of(CanaryPort.DENIED.usual()),
                        List.of(CanaryPort.IDENTITY.usual()),
                        List.of(LabRun.CLIENT_IDENTITY),
                        false)
                : Policy.NONE;
        return run.has(Trait.STRICT) ? policy.withStrict() : policy;
    }
}

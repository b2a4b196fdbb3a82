package io.ambientprober.cluster.causes;

import static io.ambientprober.verdict.EncryptionReason.HBONE_REFUSED;
import static io.ambientprober.verdict.EncryptionReason.NOT_DELIVERED;
import static io.ambientprober.verdict.EncryptionReason.NO_OUTCOME;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_MASKED;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_REJECTED;
import static io.ambientprober.verdict.PolicyReason.NO_IDENTITY;
import static io.ambientprober.verdict.ServicePathReason.SERVICE_LOST;
import static io.ambientprober.verdict.ServicePathReason.WAYPOINT_BYPASSED;

import io.ambientprober.statement.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every known cause. Where several may explain a failure, the likelier stands first. */
final class CauseTable {
    static final String UNREADABLE = "unreadable";
    static final String MALFORMED = "malformed";

    private static final String AUTHORIZATION_POLICIES =
            "AuthorizationPolicies of the root namespace and of the canaries'";
    private static final String CILIUM_CONFIG = "ConfigMap cilium-config";
    private static final String NETWORK_POLICIES =
            "NetworkPolicies, CiliumNetworkPolicies and CiliumClusterwideNetworkPolicies";
    private static final String CALICO = "Calico's FelixConfiguration default and ClusterInformation default";

    static final List<CauseRow> ROWS = List.of(
            new CauseRow(
                    "not-enrolled",
                    "labels of the canaries' namespaces",
                    Enrolment::missing,
                    List.of(PLAINTEXT, PLAINTEXT_MASKED, PLAINTEXT_REJECTED, HBONE_REFUSED),
                    "label the namespace istio.io/dataplane-mode=ambient"),
            new CauseRow(
                    "ztunnel",
                    "pods with label app=ztunnel",
                    DaemonSetPods::ztunnel,
                    List.of(NOT_DELIVERED, HBONE_REFUSED),
                    "bring DaemonSet ztunnel to ready on the node (taints, resources, kubectl describe)"),
            new CauseRow(
                    "istio-cni",
                    "pods with label k8s-app=istio-cni-node",
                    DaemonSetPods::istioCni,
                    List.of(PLAINTEXT, PLAINTEXT_MASKED, PLAINTEXT_REJECTED, HBONE_REFUSED, NOT_DELIVERED),
                    "bring DaemonSet istio-cni-node to ready on the node, then restart the pods that started without it"),
            new CauseRow(
                    "cni-exclusive",
                    CILIUM_CONFIG,
                    CiliumConfig::exclusive,
                    List.of(PLAINTEXT, PLAINTEXT_MASKED, PLAINTEXT_REJECTED, HBONE_REFUSED),
                    "set cni.exclusive=false (key cni-exclusive), restart the cilium and istio-cni pods, then the affected pods"),
            new CauseRow(
                    "cilium-ztunnel",
                    "label io.cilium/mtls-enabled of the canaries' namespaces, pods with label app=ztunnel-cilium",
                    CiliumZtunnel::conflicts,
                    List.of(PLAINTEXT, PLAINTEXT_MASKED, PLAINTEXT_REJECTED, HBONE_REFUSED, NOT_DELIVERED, NO_IDENTITY),
                    "let one of the two meshes own the namespace: take off label io.cilium/mtls-enabled or istio.io/dataplane-mode"),
            new CauseRow(
                    "network-policy",
                    NETWORK_POLICIES,
                    PolicyRules::blockHbone,
                    List.of(HBONE_REFUSED, NOT_DELIVERED),
                    "allow TCP 15008 between the pods, in both directions, beside the application's own ports, and the kubelet's probes (169.254.7.127/32) in"),
            new CauseRow(
                    "network-policy-probes",
                    NETWORK_POLICIES,
                    ProbeRules::blockProbes,
                    List.of(NOT_DELIVERED, NO_OUTCOME),
                    ProbeRules.REMEDY),
            new CauseRow(
                    "ztunnel-deny",
                    AUTHORIZATION_POLICIES,
                    AuthorizationPolicies::denying,
                    List.of(NOT_DELIVERED),
                    "attach it to a waypoint (targetRefs), or say by ports and identities what is meant"),
            new CauseRow(
                    Causes.OPENED_BY_POLICIES,
                    AUTHORIZATION_POLICIES,
                    AuthorizationPolicies::neverAllowing,
                    List.of(NOT_DELIVERED),
                    "attach it to a waypoint (targetRefs), or say by ports and identities what is meant"),
            new CauseRow(
                    "waypoint-unresolved",
                    "label istio.io/use-waypoint of namespaces and Services, Gateways",
                    Waypoints::unresolved,
                    List.of(WAYPOINT_BYPASSED, NOT_DELIVERED),
                    "make the Gateway ready (istioctl waypoint apply), label it istio.io/waypoint-for=all (or service), or take the label off"),
            new CauseRow(
                    "socket-lb",
                    CILIUM_CONFIG,
                    CiliumConfig::socketLb,
                    List.of(SERVICE_LOST, WAYPOINT_BYPASSED, PLAINTEXT, PLAINTEXT_MASKED, PLAINTEXT_REJECTED),
                    "set socketLB.hostNamespaceOnly=true (key bpf-lb-sock-hostns-only) and restart the cilium pods"),
            new CauseRow(
                    "calico-probes",
                    CALICO,
                    Felix::losesProbes,
                    List.of(NOT_DELIVERED, NO_OUTCOME),
                    "upgrade Calico to v3.28.2, v3.29.0 or later (or leave its eBPF data plane: bpfEnabled: false)"),
            new CauseRow(
                    "calico-connect-time-lb",
                    CALICO,
                    Felix::connectTimeLb,
                    List.of(SERVICE_LOST, WAYPOINT_BYPASSED, PLAINTEXT, PLAINTEXT_MASKED, PLAINTEXT_REJECTED),
                    Felix.DISABLED),
            new CauseRow(
                    "cilium-host-routing",
                    CILIUM_CONFIG,
                    HostRouting::on,
                    List.of(NOT_DELIVERED, NO_OUTCOME),
                    "set bpf.hostLegacyRouting=true (key enable-host-legacy-routing) and restart the cilium pods"),
            new CauseRow(
                    "mtls-strict",
                    "PeerAuthentications of the root namespace and of the canaries'",
                    PeerAuthentications::strict,
                    List.of(PLAINTEXT_REJECTED),
                    "keep it; bring the client back into the mesh"),
            new CauseRow(
                    "mtls-permissive",
                    "PeerAuthentications of the root namespace and of the canaries'",
                    PeerAuthentications::permissive,
                    List.of(PLAINTEXT, PLAINTEXT_MASKED),
                    "bring the client back into the mesh; then set STRICT, so that plaintext is refused rather than unnoticed"));

    private CauseTable() {}

    static String help(String id) {
        return "docs/causes.md#" + id;
    }

    /** The causes that apply, in the order of the table; then what could not be read or understood. */
    static List<Cause> of(ClusterFacts facts) {
        List<Cause> causes = new ArrayList<>();
        Map<String, List<CauseRow>> garbled = new LinkedHashMap<>();
        for (CauseRow row : ROWS) {
            try {
                row.rule().when(facts).stream().map(row::cause).forEach(causes::add);
            } catch (MalformedException e) {
                garbled.computeIfAbsent(e.getMessage(), why -> new ArrayList<>())
                        .add(row);
            }
        }
        garbled.forEach((why, rows) -> causes.add(malformed(
                why,
                rows.getFirst().readFrom(),
                "not judged: " + rows.stream().map(CauseRow::id).collect(Collectors.joining(", ")))));
        facts.all().map(CauseTable::unread).flatMap(Optional::stream).forEach(causes::add);
        return List.copyOf(causes);
    }

    private static Optional<Cause> unread(Fact<?> read) {
        return switch (read) {
            case Fact.Present<?> present -> Optional.empty();
            case Fact.Absent<?> absent -> Optional.empty();
            case Fact.Unreadable<?>(String what, String why, String remedy) ->
                Optional.of(new Cause(
                        UNREADABLE,
                        what + " could not be read (" + why + "): whether it explains a failure is not known",
                        remedy,
                        what,
                        List.of(),
                        help(UNREADABLE)));
            case Fact.Malformed<?>(String what, String why) ->
                Optional.of(malformed(what + ": " + why, what, "whether it explains a failure is not known"));
        };
    }

    private static Cause malformed(String summary, String readFrom, String consequence) {
        return new Cause(
                MALFORMED,
                summary + "; " + consequence,
                "correct it, or look at it yourself",
                readFrom,
                List.of(),
                help(MALFORMED));
    }
}

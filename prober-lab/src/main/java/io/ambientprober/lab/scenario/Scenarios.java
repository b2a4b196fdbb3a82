package io.ambientprober.lab.scenario;

import static io.ambientprober.lab.site.Trait.AGENTS_STARVED;
import static io.ambientprober.lab.site.Trait.CALL_OUTSIDE;
import static io.ambientprober.lab.site.Trait.CLIENTS_NOT_ENROLLED;
import static io.ambientprober.lab.site.Trait.CLIENTS_WITHOUT_PROXY;
import static io.ambientprober.lab.site.Trait.CLIENTS_WITHOUT_RULES;
import static io.ambientprober.lab.site.Trait.POLICIES;
import static io.ambientprober.lab.site.Trait.SERVERS_LOST;
import static io.ambientprober.lab.site.Trait.SERVERS_WITHOUT_TLS;
import static io.ambientprober.lab.site.Trait.SOCKET_LB;
import static io.ambientprober.lab.site.Trait.STRICT;
import static io.ambientprober.lab.site.Trait.VXLAN_4789;
import static io.ambientprober.lab.site.Trait.VXLAN_8472;
import static io.ambientprober.lab.site.Trait.WAYPOINT;
import static io.ambientprober.verdict.EncryptionReason.DROPPED;
import static io.ambientprober.verdict.EncryptionReason.HBONE;
import static io.ambientprober.verdict.EncryptionReason.HBONE_REFUSED;
import static io.ambientprober.verdict.EncryptionReason.NOT_DELIVERED;
import static io.ambientprober.verdict.EncryptionReason.NOT_TLS;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_MASKED;
import static io.ambientprober.verdict.EncryptionReason.PLAINTEXT_REJECTED;
import static io.ambientprober.verdict.PolicyReason.ENFORCED;
import static io.ambientprober.verdict.PolicyReason.MASKING;
import static io.ambientprober.verdict.ServicePathReason.NOT_ENCRYPTED;
import static io.ambientprober.verdict.ServicePathReason.NOT_IN_MESH;
import static io.ambientprober.verdict.ServicePathReason.SERVICE;
import static io.ambientprober.verdict.ServicePathReason.SERVICE_LOST;
import static io.ambientprober.verdict.ServicePathReason.WAYPOINT_BYPASSED;

import io.ambientprober.lab.site.Trait;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.ServicePathReason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the demo shows; a new scenario is one row. Each holds for every path but the control, which brackets them in clear. */
public final class Scenarios {
    public static final List<Scenario> ALL = List.of(
            new Scenario(
                    "healthy",
                    "nothing; both sides are enrolled, policies in force",
                    Set.of(POLICIES),
                    HBONE,
                    SERVICE,
                    ENFORCED),
            new Scenario(
                    "masked",
                    "clients go past their proxy (socket LB), and DENY still holds",
                    Set.of(CLIENTS_WITHOUT_RULES, SOCKET_LB, POLICIES),
                    PLAINTEXT_MASKED,
                    NOT_ENCRYPTED,
                    MASKING),
            row("not-enrolled", "clients are not enrolled", Set.of(CLIENTS_NOT_ENROLLED), PLAINTEXT, NOT_IN_MESH),
            row(
                    "lost-client",
                    "clients lost their redirection, and still count as enrolled",
                    Set.of(CLIENTS_WITHOUT_RULES),
                    PLAINTEXT,
                    NOT_ENCRYPTED),
            row(
                    "lost-server",
                    "servers lost their redirection, and 15008 with it",
                    Set.of(SERVERS_LOST),
                    HBONE_REFUSED,
                    NOT_ENCRYPTED),
            row(
                    "proxy-down",
                    "nobody listens where the clients' redirection leads",
                    Set.of(CLIENTS_WITHOUT_PROXY),
                    NOT_DELIVERED,
                    NOT_ENCRYPTED),
            row(
                    "strict",
                    "clients are not enrolled, and the mesh is STRICT",
                    Set.of(CLIENTS_NOT_ENROLLED, STRICT),
                    PLAINTEXT_REJECTED,
                    NOT_IN_MESH),
            row(
                    "not-tls",
                    "servers speak HTTP/2 without TLS on 15008",
                    Set.of(SERVERS_WITHOUT_TLS),
                    NOT_TLS,
                    NOT_ENCRYPTED),
            row(
                    "socket-lb",
                    "socket LB hides the Service, and redirection holds",
                    Set.of(SOCKET_LB),
                    HBONE,
                    SERVICE_LOST),
            row(
                    "waypoint",
                    "nothing; the Services have a waypoint",
                    Set.of(WAYPOINT),
                    HBONE,
                    ServicePathReason.WAYPOINT),
            row(
                    "waypoint-lost",
                    "socket LB leads past the Services' waypoint",
                    Set.of(WAYPOINT, SOCKET_LB),
                    HBONE,
                    WAYPOINT_BYPASSED),
            row(
                    "outside",
                    "nothing; an enrolled client calls a server declared outside",
                    Set.of(CALL_OUTSIDE),
                    HBONE,
                    SERVICE),
            row("vxlan", "nothing; VXLAN between the nodes", Set.of(VXLAN_8472), HBONE, SERVICE),
            row(
                    "vxlan-leak",
                    "clients lost their redirection, VXLAN between the nodes",
                    Set.of(CLIENTS_WITHOUT_RULES, VXLAN_4789),
                    PLAINTEXT,
                    NOT_ENCRYPTED),
            row("ipv6", "nothing; IPv6", Set.of(Trait.IPV6), HBONE, SERVICE),
            row(
                    "dropped",
                    "captures: a tiny ring, and a reader that stands still",
                    Set.of(AGENTS_STARVED),
                    DROPPED,
                    SERVICE));

    private Scenarios() {}

    private static Scenario row(
            String name, String broken, Set<Trait> traits, EncryptionReason encryption, ServicePathReason servicePath) {
        return new Scenario(name, broken, traits, encryption, servicePath, null);
    }

    public static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }
}

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
import static io.ambientprober.lab.site.Trait.TENANTS;
import static io.ambientprober.lab.site.Trait.TENANTS_SPEAK_TLS;
import static io.ambientprober.lab.site.Trait.TENANT_CLIENT_LOST;
import static io.ambientprober.lab.site.Trait.TENANT_CLIENT_NEVER_ENROLLED;
import static io.ambientprober.lab.site.Trait.TENANT_SERVER_EXPIRED;
import static io.ambientprober.lab.site.Trait.TENANT_SERVER_EXPIRING;
import static io.ambientprober.lab.site.Trait.TENANT_SERVER_FOREIGN;
import static io.ambientprober.lab.site.Trait.TENANT_SERVER_LOST;
import static io.ambientprober.lab.site.Trait.TENANT_SERVER_REFUSES;
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
import static io.ambientprober.verdict.FlowReason.PAST_HBONE;
import static io.ambientprober.verdict.PodReason.EXPIRED;
import static io.ambientprober.verdict.PodReason.EXPIRING;
import static io.ambientprober.verdict.PodReason.FOREIGN_IDENTITY;
import static io.ambientprober.verdict.PodReason.STARTING;
import static io.ambientprober.verdict.PolicyReason.ENFORCED;
import static io.ambientprober.verdict.PolicyReason.MASKING;
import static io.ambientprober.verdict.ServicePathReason.NOT_ENCRYPTED;
import static io.ambientprober.verdict.ServicePathReason.NOT_IN_MESH;
import static io.ambientprober.verdict.ServicePathReason.SERVICE;
import static io.ambientprober.verdict.ServicePathReason.SERVICE_LOST;
import static io.ambientprober.verdict.ServicePathReason.WAYPOINT_BYPASSED;

import io.ambientprober.lab.site.Trait;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FlowReason;
import io.ambientprober.verdict.PodReason;
import io.ambientprober.verdict.ServicePathReason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the demo shows; a new scenario is one row. */
public final class Scenarios {
    /** What is wrong is so for the run's own canaries. Each holds for every path but the control, which brackets them in the clear. */
    static final List<Scenario> OF_CANARIES = List.of(
            new Scenario(
                    "healthy",
                    "nothing; both sides are enrolled, policies in force",
                    Set.of(POLICIES, TENANTS),
                    new PathReasons(HBONE, SERVICE, ENFORCED),
                    TenantReasons.WELL),
            new Scenario(
                    "masked",
                    "clients go past their proxy (socket LB), and DENY still holds",
                    Set.of(CLIENTS_WITHOUT_RULES, SOCKET_LB, POLICIES),
                    new PathReasons(PLAINTEXT_MASKED, NOT_ENCRYPTED, MASKING),
                    null),
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

    /** What is wrong is so for pods that were there before. */
    static final List<Scenario> OF_TENANTS = List.of(
            tenants(
                    "old-client",
                    "a client of before lost its redirection, annotation enabled",
                    Set.of(TENANTS, TENANT_CLIENT_LOST),
                    TenantReasons.of(Map.of(), PAST_HBONE)),
            tenants(
                    "old-client-tls",
                    "the same, and its application speaks TLS of its own",
                    Set.of(TENANTS, TENANT_CLIENT_LOST, TENANTS_SPEAK_TLS),
                    TenantReasons.of(Map.of(), PAST_HBONE)),
            tenants(
                    "old-server",
                    "a server of before lost its redirection, and keeps 15008",
                    Set.of(TENANTS, TENANT_SERVER_LOST),
                    TenantReasons.WELL),
            tenants(
                    "never-enrolled",
                    "a pod of an ambient namespace was never enrolled",
                    Set.of(TENANTS, TENANT_CLIENT_NEVER_ENROLLED),
                    TenantReasons.ofClientOutside(STARTING)),
            tenants(
                    "foreign",
                    "a server shows the certificate of another workload",
                    Set.of(TENANTS, TENANT_SERVER_FOREIGN),
                    TenantReasons.of(Map.of("server-2", FOREIGN_IDENTITY), FlowReason.HBONE)),
            tenants(
                    "expiring",
                    "a server's certificate is about to expire",
                    Set.of(TENANTS, TENANT_SERVER_EXPIRING),
                    TenantReasons.of(Map.of("server-2", EXPIRING), FlowReason.HBONE)),
            tenants(
                    "expired",
                    "a server's certificate has expired",
                    Set.of(TENANTS, TENANT_SERVER_EXPIRED),
                    TenantReasons.of(Map.of("server-2", EXPIRED), FlowReason.HBONE)),
            tenants(
                    "refusing",
                    "15008 of a server refuses",
                    Set.of(TENANTS, TENANT_SERVER_REFUSES),
                    TenantReasons.of(Map.of("server-2", PodReason.HBONE_REFUSED), null)),
            tenants(
                    "plain-client",
                    "nothing; a client outside of the mesh sends in the clear",
                    Set.of(TENANTS),
                    TenantReasons.WELL));

    /** Of these, what is shown unasked: each takes a few seconds. */
    private static final Set<String> SHOWN_TENANTS = Set.of("old-client", "expired");

    public static final List<Scenario> ALL =
            Stream.concat(OF_CANARIES.stream(), OF_TENANTS.stream()).toList();

    public static final List<Scenario> SHOWN = Stream.concat(
                    OF_CANARIES.stream(),
                    OF_TENANTS.stream().filter(scenario -> SHOWN_TENANTS.contains(scenario.name())))
            .toList();

    private Scenarios() {}

    private static Scenario row(
            String name, String broken, Set<Trait> traits, EncryptionReason encryption, ServicePathReason servicePath) {
        return new Scenario(name, broken, traits, new PathReasons(encryption, servicePath, null), null);
    }

    private static Scenario tenants(String name, String broken, Set<Trait> traits, TenantReasons tenants) {
        return new Scenario(name, broken, traits, null, tenants);
    }

    public static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }
}

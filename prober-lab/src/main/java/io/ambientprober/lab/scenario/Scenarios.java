package io.ambientprober.lab.scenario;

import static io.ambientprober.lab.site.Setting.HEALTHY;
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

import io.ambientprober.lab.site.Setting;
import io.ambientprober.lab.site.Setting.Captures;
import io.ambientprober.lab.site.Setting.Clients;
import io.ambientprober.lab.site.Setting.Family;
import io.ambientprober.lab.site.Setting.Servers;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.ServicePathReason;
import java.util.List;
import java.util.Optional;

/** What the demo shows; a new scenario is one row. Each holds for every path but the control, which brackets them in clear. */
public final class Scenarios {
    private static final int VXLAN_OF_LINUX = 8472;
    private static final int VXLAN_OF_IANA = 4789;

    public static final List<Scenario> ALL = List.of(
            new Scenario(
                    "healthy",
                    "nothing: both pods enrolled, policies in force",
                    HEALTHY.withPolicies(),
                    HBONE,
                    SERVICE,
                    ENFORCED),
            new Scenario(
                    "masked",
                    "socket LB and lost redirection: the client bypasses its proxy, the destination still enforces L4 policy",
                    HEALTHY.with(Clients.RULES_LOST).withSocketLb().withPolicies(),
                    PLAINTEXT_MASKED,
                    NOT_ENCRYPTED,
                    MASKING),
            scenario(
                    "not-enrolled",
                    "the clients are not enrolled",
                    HEALTHY.with(Clients.NOT_ENROLLED),
                    PLAINTEXT,
                    NOT_IN_MESH),
            scenario(
                    "lost-client",
                    "redirection lost in the client pods, which still count as enrolled",
                    HEALTHY.with(Clients.RULES_LOST),
                    PLAINTEXT,
                    NOT_ENCRYPTED),
            scenario(
                    "lost-server",
                    "redirection and listeners lost in the server pods",
                    HEALTHY.with(Servers.LOST),
                    HBONE_REFUSED,
                    NOT_ENCRYPTED),
            scenario(
                    "proxy-down",
                    "no proxy behind the clients' redirection: the mesh fails closed",
                    HEALTHY.with(Clients.PROXY_DOWN),
                    NOT_DELIVERED,
                    NOT_ENCRYPTED),
            scenario(
                    "strict",
                    "the clients are not enrolled, and the servers take no plaintext",
                    HEALTHY.with(Clients.NOT_ENROLLED).withStrict(),
                    PLAINTEXT_REJECTED,
                    NOT_IN_MESH),
            scenario(
                    "not-tls",
                    "the servers' port 15008 speaks HTTP/2 without TLS",
                    HEALTHY.with(Servers.CLEAR_HBONE),
                    NOT_TLS,
                    NOT_ENCRYPTED),
            scenario(
                    "socket-lb",
                    "the clients' kernels put a pod in the Service's place; redirection holds",
                    HEALTHY.withSocketLb(),
                    HBONE,
                    SERVICE_LOST),
            scenario(
                    "outside",
                    "nothing: besides, an enrolled client calls a server that is declared to be outside",
                    HEALTHY.with(Clients.ENROLLED_AND_DIALLING_OUT),
                    HBONE,
                    SERVICE),
            scenario("vxlan", "nothing: VXLAN between the nodes", HEALTHY.withTunnel(VXLAN_OF_LINUX), HBONE, SERVICE),
            scenario(
                    "vxlan-leak",
                    "redirection lost in the client pods, VXLAN between the nodes",
                    HEALTHY.with(Clients.RULES_LOST).withTunnel(VXLAN_OF_IANA),
                    PLAINTEXT,
                    NOT_ENCRYPTED),
            scenario("ipv6", "nothing: IPv6", HEALTHY.with(Family.IPV6), HBONE, SERVICE),
            scenario("dropped", "the captures, which lose packets", HEALTHY.with(Captures.STARVED), DROPPED, SERVICE));

    private Scenarios() {}

    private static Scenario scenario(
            String name, String broken, Setting setting, EncryptionReason encryption, ServicePathReason servicePath) {
        return new Scenario(name, broken, setting, encryption, servicePath, null);
    }

    public static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }
}

package io.ambientprober.e2e;

import io.ambientprober.e2e.Row.Expected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The scenarios. */
final class Rows {
    static final String MESH = "ambient-prober-mesh";

    /** A namespace that is not enrolled; the test makes it. */
    static final String OUTSIDE = "e2e-outside";

    /** An ambient namespace that lets a waypoint in, which Pod Security {@code restricted} does not. */
    static final String WAYPOINT = "e2e-waypoint";

    private static final Expected HBONE_TO_POD =
            new Expected(".*, pod IP.*", "PASS hbone", "NOT_JUDGED pod-ip", "PASS enforced");
    private static final Expected HBONE = new Expected(".*", "PASS hbone", "PASS service", "PASS enforced");
    /** The test bed's socket load balancer rewrites IPv4 only. */
    private static final Expected HBONE_OVER_IPV6 =
            new Expected(".*, IPv6", "PASS hbone", "PASS service", "PASS enforced");

    private static final Expected SERVICE_LOST = new Expected(".*", "PASS hbone", "WARN service-lost", "PASS enforced");

    private static final List<Expected> CLIENT_LOST_MASKED = List.of(
            new Expected("{0} to {1}, pod IP.*", "FAIL plaintext-masked", "NOT_JUDGED pod-ip", "WARN masking"),
            new Expected("{0} to {1}.*", "FAIL plaintext-masked", "NOT_JUDGED not-encrypted", "WARN masking"),
            notDelivered("{1} to {0}, pod IP.*", "pod-ip"),
            notDelivered("{1} to {0}.*", "not-encrypted"));

    static final List<Row> ALL = List.of(
            new Row("healthy", List.of(), List.of(), 0, List.of(HBONE_TO_POD, HBONE)),
            new Row("healthy, standing", List.of(), List.of("--standing"), 0, List.of(HBONE_TO_POD, HBONE)),
            new Row(
                    "client not enrolled",
                    List.of(),
                    List.of("--from", OUTSIDE, "--no-policies"),
                    1,
                    plaintext("plaintext", "not-in-mesh", null)),
            new Row(
                    "client not enrolled, policies",
                    List.of(),
                    List.of("--from", OUTSIDE),
                    1,
                    plaintext("plaintext-masked", "not-in-mesh", "WARN masking")),
            new Row(
                    "neither enrolled",
                    List.of(),
                    List.of("--from", OUTSIDE, "--to", OUTSIDE),
                    1,
                    plaintext("plaintext", "not-in-mesh", null)),
            new Row(
                    "STRICT, client not enrolled",
                    List.of("strict"),
                    List.of("--from", OUTSIDE),
                    1,
                    plaintext("plaintext-rejected", "not-in-mesh", null)),
            new Row(
                    "redirection lost on a standing canary",
                    List.of("+lost-redirection {standing0}"),
                    List.of("--standing", "--no-policies"),
                    1,
                    List.of(
                            new Expected("{0} to {1}, pod IP.*", "FAIL plaintext", "NOT_JUDGED pod-ip", null),
                            new Expected("{0} to {1}.*", "FAIL plaintext", "NOT_JUDGED not-encrypted", null),
                            notDelivered("{1} to {0}, pod IP.*", "pod-ip"),
                            notDelivered("{1} to {0}.*", "not-encrypted"))),
            new Row(
                    "redirection lost on a standing canary, policies",
                    List.of("+lost-redirection {standing0}"),
                    List.of("--standing"),
                    1,
                    CLIENT_LOST_MASKED),
            new Row(
                    "full socket LB",
                    List.of("socketlb-full"),
                    List.of(),
                    0,
                    List.of(HBONE_TO_POD, HBONE_OVER_IPV6, SERVICE_LOST)),
            new Row(
                    "full socket LB, redirection lost on a standing canary",
                    List.of("socketlb-full", "+lost-redirection {standing0}"),
                    List.of("--standing"),
                    1,
                    CLIENT_LOST_MASKED),
            new Row(
                    "socket LB of the nodes only",
                    List.of("socketlb-hostns-only"),
                    List.of(),
                    0,
                    List.of(HBONE_TO_POD, HBONE)),
            new Row("ztunnel down", List.of("ztunnel-down {0}"), List.of("--standing"), 1, noZtunnelOnTheFirst()),
            new Row(
                    "ztunnel down, fresh canaries",
                    List.of("ztunnel-down {0}"),
                    List.of(),
                    1,
                    List.of(
                            new Expected("within {1}.*", "PASS hbone", "PASS service", "PASS enforced"),
                            notDelivered(".*, pod IP.*", "pod-ip"),
                            notDelivered(".*", "not-in-mesh"))),
            new Row(
                    "15008 rejected",
                    List.of("blocked-15008 {1} REJECT"),
                    List.of("--no-policies"),
                    1,
                    blockedOnTheSecond()),
            new Row(
                    "15008 dropped",
                    List.of("blocked-15008 {1} DROP"),
                    List.of("--no-policies"),
                    1,
                    blockedOnTheSecond()),
            new Row(
                    "waypoint",
                    List.of("waypoint " + WAYPOINT),
                    List.of("--to", WAYPOINT),
                    0,
                    List.of(HBONE_TO_POD, new Expected(".*", "PASS hbone", "PASS waypoint", "PASS enforced"))),
            new Row(
                    "waypoint bypassed",
                    List.of("waypoint " + WAYPOINT, "+socketlb-full"),
                    List.of("--to", WAYPOINT),
                    1,
                    List.of(
                            HBONE_TO_POD,
                            // Both families of a pair have the same pods, and the direct leg does not tell whose canary
                            // it carried.
                            new Expected(".*", "PASS hbone", "FAIL waypoint-bypassed", "PASS enforced"))));

    private Rows() {}

    private static List<Expected> plaintext(String reason, String servicePath, @Nullable String policy) {
        return List.of(
                new Expected(".*, pod IP.*", "FAIL " + reason, "NOT_JUDGED pod-ip", policy),
                new Expected(".*", "FAIL " + reason, "NOT_JUDGED " + servicePath, policy));
    }

    private static Expected notDelivered(String path, String servicePath) {
        return new Expected(path, "FAIL not-delivered", "NOT_JUDGED " + servicePath, null);
    }

    /** Whatever is forwarded on the second node: what comes to its pods, what leaves them, and what passes between them. */
    private static List<Expected> blockedOnTheSecond() {
        return List.of(
                new Expected("within {0}.*", "PASS hbone", "PASS service", null),
                new Expected(".*, pod IP.*", "FAIL hbone-refused", "NOT_JUDGED pod-ip", null),
                new Expected(".*", "FAIL hbone-refused", "NOT_JUDGED not-encrypted", null));
    }

    /** Nothing leaves the first node; what comes to it is refused. */
    private static List<Expected> noZtunnelOnTheFirst() {
        return List.of(
                notDelivered("{0} to {1}, pod IP.*", "pod-ip"),
                notDelivered("{0} to {1}.*", "not-encrypted"),
                new Expected(".*, pod IP.*", "FAIL hbone-refused", "NOT_JUDGED pod-ip", null),
                new Expected(".*", "FAIL hbone-refused", "NOT_JUDGED not-encrypted", null));
    }
}

package io.ambientprober.verdict;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.enrolled.HbonePort;
import io.ambientprober.enrolled.HbonePort.NotSwept;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.enrolled.PodCheck;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.statement.MeshView;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was found about an enrolled pod, in words. */
final class PodFindings {
    private PodFindings() {}

    /** @param facts those of the check */
    static List<String> of(PodCheck check, PodFacts facts, PodReason reason) {
        Stream<String> seen = switch (reason) {
            case LEAVING, SIDECAR, STARTING, HBONE -> Stream.empty();
            case NOT_SWEPT,
                    HBONE_REFUSED,
                    NOT_TLS,
                    WEAK_TLS,
                    NOT_MUTUAL,
                    FOREIGN_AUTHORITY,
                    NO_ROOT,
                    FOREIGN_IDENTITY,
                    EXPIRED,
                    CLOCKS_APART,
                    UNTOLD,
                    EXPIRING,
                    MESH_DISAGREES -> seen(check.port());
        };
        return Stream.concat(why(check, facts, reason), seen).toList();
    }

    private static Stream<String> seen(HbonePort port) {
        return switch (port) {
            case NotSwept(String why) -> Stream.of(why);
            case Swept swept -> swept.handshake().findings().stream();
        };
    }

    /** What the agent's own findings do not say. */
    private static Stream<String> why(PodCheck check, PodFacts facts, PodReason reason) {
        return switch (reason) {
            case LEAVING -> Stream.of("it is being deleted, or has ended");
            case SIDECAR -> Stream.of("it has a sidecar, which answers for it");
            case STARTING -> Stream.of(facts.young() ? "it was made less than 10 s before" : annotation(check.pod()));
            case WEAK_TLS -> of(check.port(), PodFindings::weakness);
            case FOREIGN_IDENTITY -> of(check.port(), seen -> identity(seen) + ", and should be " + facts.identity());
            case EXPIRED, EXPIRING -> of(check.port(), PodFindings::validity);
            case CLOCKS_APART -> Stream.concat(Stream.of(facts.clocks()), of(check.port(), PodFindings::validity));
            case UNTOLD -> Stream.of("the check ended before it was known who answers, and whom it accepts");
            case MESH_DISAGREES -> Stream.of(mesh(check.mesh()));
            case NOT_SWEPT, HBONE_REFUSED, NOT_TLS, NOT_MUTUAL, FOREIGN_AUTHORITY, NO_ROOT, HBONE -> Stream.empty();
        };
    }

    private static Stream<String> of(HbonePort port, Function<Swept, String> words) {
        return port instanceof Swept swept ? Stream.of(words.apply(swept)) : Stream.empty();
    }

    private static String annotation(EnrolledPod pod) {
        return pod.redirection().isEmpty()
                ? "it has no annotation " + MeshView.ANNOTATION
                : "annotation " + MeshView.ANNOTATION + " is " + pod.redirection();
    }

    private static String weakness(Swept swept) {
        HandshakeResult seen = swept.handshake();
        return "it chose TLS " + seen.tls() + " and suite " + seen.suite() + ", which "
                + WeakChoice.of(seen.tls(), seen.suite()).getFirst().words();
    }

    private static String identity(Swept swept) {
        String spiffe = swept.handshake().spiffe();
        return spiffe == null ? "its certificate proves no identity" : "its certificate is for " + spiffe;
    }

    private static String validity(Swept swept) {
        return "its certificate is valid from " + swept.notBefore() + " to "
                + swept.handshake().notAfter();
    }

    private static String mesh(@Nullable MeshView mesh) {
        return mesh == null || mesh.protocol() == null
                ? "its node's ztunnel does not know it"
                : "its node's ztunnel has it as " + mesh.protocol();
    }
}

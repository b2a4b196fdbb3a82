package io.ambientprober.verdict;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.enrolled.HbonePort;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.NotSwept;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.enrolled.PodCheck;
import io.ambientprober.handshake.HandshakeResult.Authority;
import io.ambientprober.statement.MeshView;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the rows ask about one enrolled pod. */
final class PodFacts {
    /** A pod is in the mesh a moment after it was made; until then nothing is said of it. */
    static final Duration YOUNG = Duration.ofSeconds(10);

    static final Duration SOON = Duration.ofHours(1);

    private final EnrolledPod pod;
    private final HbonePort port;
    private final @Nullable MeshView mesh;
    private final String trustDomain;
    private final Instant at;

    /**
     * @param trustDomain of the mesh
     * @param listed when the pods were listed
     */
    PodFacts(PodCheck check, String trustDomain, Instant listed) {
        pod = check.pod();
        port = check.port();
        mesh = check.mesh();
        this.trustDomain = trustDomain;
        at = check.port() instanceof Swept swept ? swept.at() : listed;
    }

    boolean leaving() {
        return pod.leaving();
    }

    boolean starting() {
        return pod.created().plus(YOUNG).isAfter(at) || !pod.redirection().equals("enabled");
    }

    boolean sidecar() {
        return pod.sidecar();
    }

    boolean notSwept() {
        return port instanceof NotSwept || swept(found -> found.answer() == Answer.UNKNOWN);
    }

    boolean refused() {
        return swept(found -> found.answer() == Answer.NONE);
    }

    boolean notTls() {
        return swept(found -> found.answer() == Answer.NOT_TLS);
    }

    boolean weakTls() {
        return swept(found ->
                WeakChoice.is(found.handshake().tls(), found.handshake().suite()));
    }

    boolean notMutual() {
        return swept(found -> Objects.equals(found.handshake().mutual(), false));
    }

    boolean foreignAuthority() {
        return swept(found -> found.handshake().authority() == Authority.FOREIGN);
    }

    boolean noRoot() {
        return swept(found -> found.handshake().authority() != Authority.MESH);
    }

    boolean foreignIdentity() {
        return swept(found -> !identity().equals(found.handshake().spiffe()));
    }

    /** What Istio's authority signs for a service account (istio.io, "SPIFFE identity": {@code spiffe://TD/ns/NS/sa/SA}). */
    private String identity() {
        return "spiffe://" + trustDomain + "/ns/" + pod.pod().namespace() + "/sa/" + pod.serviceAccount();
    }

    boolean expired() {
        return swept(found -> isBefore(found.handshake().notAfter(), at) || isBefore(at, found.notBefore()));
    }

    private static boolean isBefore(@Nullable Instant earlier, @Nullable Instant later) {
        return earlier != null && later != null && earlier.isBefore(later);
    }

    boolean expiring() {
        return swept(found -> {
            Instant end = found.handshake().notAfter();
            return end != null && expires(found.notBefore(), end);
        });
    }

    private boolean expires(@Nullable Instant notBefore, Instant notAfter) {
        Duration left = Duration.between(at, notAfter);
        Duration quarter =
                notBefore == null ? SOON : Duration.between(notBefore, notAfter).dividedBy(4);
        return left.compareTo(SOON) < 0 || left.compareTo(quarter) < 0;
    }

    boolean meshDisagrees() {
        return mesh != null && mesh.protocol() != null && !mesh.protocol().equals("HBONE");
    }

    private boolean swept(Predicate<Swept> holds) {
        return port instanceof Swept swept && holds.test(swept);
    }
}

package io.ambientprober.verdict;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.enrolled.HbonePort;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.NotSwept;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.enrolled.PodCheck;
import io.ambientprober.handshake.HandshakeResult;
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

    /** No sweep takes so long: then the clock of the node and ours are not set alike, and nobody knows which of them is right. */
    static final Duration APART = Duration.ofHours(1);

    private final EnrolledPod pod;
    private final HbonePort port;
    private final @Nullable MeshView mesh;
    private final String trustDomain;
    /** When it was asked, by the clock of its node. */
    private final Instant at;
    /** About the same by ours: the same where the clocks agree. */
    private final Instant ours;

    /**
     * @param trustDomain of the mesh
     * @param listed when the pods were listed, by our clock
     */
    PodFacts(PodCheck check, String trustDomain, Instant listed) {
        pod = check.pod();
        port = check.port();
        mesh = check.mesh();
        this.trustDomain = trustDomain;
        at = check.port() instanceof Swept swept ? swept.at() : listed;
        ours = Duration.between(listed, at).abs().compareTo(APART) > 0 ? listed : at;
    }

    boolean leaving() {
        return pod.leaving();
    }

    boolean sidecar() {
        return pod.sidecar();
    }

    boolean starting() {
        return young() || !pod.enabled();
    }

    /** By both clocks: one that is behind hides no pod. */
    boolean young() {
        Instant since = pod.created().plus(YOUNG);
        return since.isAfter(at) && since.isAfter(ours);
    }

    boolean notSwept() {
        return port instanceof NotSwept || answered(Answer.UNKNOWN);
    }

    boolean refused() {
        return answered(Answer.NONE);
    }

    boolean notTls() {
        return answered(Answer.NOT_TLS);
    }

    private boolean answered(Answer answer) {
        return port instanceof Swept swept && swept.answer() == answer;
    }

    boolean weakTls() {
        return shown(seen -> !WeakChoice.of(seen.tls(), seen.suite()).isEmpty());
    }

    boolean notMutual() {
        return shown(seen -> Objects.equals(seen.mutual(), false));
    }

    boolean foreignAuthority() {
        return shown(seen -> seen.authority() == Authority.FOREIGN);
    }

    /** Strangers were refused by somebody who proved the key to a certificate that nobody could check. */
    boolean noRoot() {
        return shown(seen -> refusesStrangers(seen) && seen.authority() == Authority.UNVERIFIED);
    }

    boolean foreignIdentity() {
        return shown(seen -> ofTheMesh(seen) && !identity().equals(seen.spiffe()));
    }

    boolean expired() {
        return shown(seen -> ofTheMesh(seen)
                && (isBefore(seen.notAfter(), at) && isBefore(seen.notAfter(), ours)
                        || isBefore(at, notBefore()) && isBefore(ours, notBefore())));
    }

    /** Outside of its validity by one clock only. */
    boolean disputed() {
        return shown(seen -> ofTheMesh(seen) && (isOutside(at, seen) || isOutside(ours, seen)));
    }

    private boolean isOutside(Instant time, HandshakeResult seen) {
        return isBefore(seen.notAfter(), time) || isBefore(time, notBefore());
    }

    /** Its node's clock and ours, in words. */
    String clocks() {
        return "the clock of its node says " + at + ", that of the run " + ours
                + ": whether its certificate is valid depends on which is right";
    }

    /** It ended before all was proved that a PASS says. */
    boolean untold() {
        return shown(seen -> !refusesStrangers(seen)
                || !ofTheMesh(seen)
                || seen.tls() == null
                || seen.suite() == null
                || seen.notAfter() == null
                || notBefore() == null);
    }

    boolean expiring() {
        return shown(seen -> {
            Instant begin = notBefore();
            Instant end = seen.notAfter();
            return begin != null && end != null && expires(begin, end);
        });
    }

    private boolean expires(Instant begin, Instant end) {
        Duration left = Duration.between(at, end);
        return left.compareTo(SOON) < 0
                || left.compareTo(Duration.between(begin, end).dividedBy(4)) < 0;
    }

    boolean meshDisagrees() {
        return mesh != null && !"HBONE".equals(mesh.protocol());
    }

    /** What Istio's authority signs for a service account (istio.io, "SPIFFE identity": {@code spiffe://TD/ns/NS/sa/SA}). */
    String identity() {
        return "spiffe://" + trustDomain + "/ns/" + pod.pod().namespace() + "/sa/" + pod.serviceAccount();
    }

    private static boolean refusesStrangers(HandshakeResult seen) {
        return Objects.equals(seen.mutual(), true);
    }

    private static boolean ofTheMesh(HandshakeResult seen) {
        return seen.authority() == Authority.MESH;
    }

    private @Nullable Instant notBefore() {
        return port instanceof Swept swept ? swept.notBefore() : null;
    }

    private static boolean isBefore(@Nullable Instant earlier, @Nullable Instant later) {
        return earlier != null && later != null && earlier.isBefore(later);
    }

    private boolean shown(Predicate<HandshakeResult> holds) {
        return port instanceof Swept swept && swept.answer() == Answer.TLS && holds.test(swept.handshake());
    }
}

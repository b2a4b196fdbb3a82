package io.ambientprober.agent.handshake;

import io.ambientprober.agent.handshake.Turns.Turn;
import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.TimedSweep;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.handshake.HandshakeResult;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the HBONE ports of the pods of a node, many at a time. */
public final class PodSweep {
    private final HandshakeCheck check;
    private final InstantSource clock;
    private final SweepPace pace;
    private final Turns turns;

    PodSweep(MeshRoots roots, InstantSource clock, SweepPace pace) {
        this.clock = clock;
        this.pace = pace;
        check = new HandshakeCheck(pace.patience(), clock, roots);
        turns = new Turns(pace.atOnce(), pace.turn());
    }

    /**
     * Verifies whom it meets against these.
     *
     * @param roots in PEM; empty to verify nobody
     * @throws IllegalArgumentException when they are none
     */
    public static PodSweep trusting(String roots) {
        MeshRoots mesh = roots.isEmpty() ? MeshRoots.NONE : MeshRoots.parse(roots);
        return new PodSweep(mesh, InstantSource.system(), SweepPace.USUAL);
    }

    /** What was learned in the time that there is: nothing of pods for which it did not suffice. Each is named like its pod. */
    public List<Swept> call(TimedSweep sweep) throws InterruptedException {
        Deadline end = new Deadline(System::nanoTime, sweep.time());
        return new Parallel<InterruptedException>(SweepOrder.MAX_TARGETS, interrupted -> interrupted)
                .map(sweep.order().targets(), target -> Optional.ofNullable(swept(target(target), end))).stream()
                        .flatMap(Optional::stream)
                        .toList();
    }

    /** Whose identity it should be is not the agent's to say. */
    private static Target target(SweepOrder.Target pod) {
        InetAddress address = InetAddress.ofLiteral(pod.address().toString());
        return new Target(pod.pod().toString(), new InetSocketAddress(address, pod.port()), null);
    }

    /** Null when there was no time. */
    private @Nullable Swept swept(Target target, Deadline end) throws InterruptedException {
        Swept first = asked(target, end);
        if (first == null || isTold(first)) {
            return first;
        }
        Swept second = null;
        if (end.left().compareTo(pace.again()) > 0) {
            Thread.sleep(pace.again());
            second = asked(target, end);
        }
        return both(first, second);
    }

    private static boolean isTold(Swept swept) {
        return switch (swept.answer()) {
            case TLS -> swept.handshake().mutual() != null;
            case NONE -> false;
            case NOT_TLS, UNKNOWN -> true;
        };
    }

    /** Once is not enough to say that a port does not answer. */
    private static @Nullable Swept both(Swept first, @Nullable Swept second) {
        if (first.answer() == Answer.NONE) {
            return second;
        }
        return second == null || second.answer() == Answer.NONE ? first : second;
    }

    /** Begins only what can end in time: a connection that is cut short says nothing of a pod. */
    private @Nullable Swept asked(Target target, Deadline end) throws InterruptedException {
        try (Turn turn = turns.begin(end.left())) {
            if (turn == null || end.left().compareTo(pace.longest()) < 0) {
                return null;
            }
            Instant at = clock.instant();
            Encounter encounter = check.meet(target, turn);
            HandshakeResult result = check.result(target, encounter);
            PeerCertificate certificate = encounter.certificate();
            return new Swept(at, encounter.answer(), result, certificate == null ? null : certificate.notBefore());
        }
    }
}

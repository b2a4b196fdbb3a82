package io.ambientprober.lab.fault;

import io.ambientprober.report.model.Report;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.Reason;
import io.ambientprober.verdict.Ruling;
import io.ambientprober.verdict.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a run ended; the exit code is that of the command. */
public enum Ending {
    PASS(0),
    /** FAIL, and of nothing but canaries that did not arrive. */
    NOT_DELIVERED(1),
    /** FAIL of anything else. */
    FAIL(1),
    INCONCLUSIVE(2),
    /** Nothing was judged, for a reason that was said. */
    NO_VERDICT(70),
    /** SIGKILL, as a shell tells it. */
    KILLED(137);

    private static final Set<EncryptionReason> UNDELIVERED =
            EnumSet.of(EncryptionReason.NOT_DELIVERED, EncryptionReason.HBONE_REFUSED);

    private final int exitCode;

    Ending(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    static Ending of(Report report) {
        return switch (report.run()) {
            case PASS -> PASS;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case FAIL -> UNDELIVERED.containsAll(failures(report)) ? NOT_DELIVERED : FAIL;
        };
    }

    static List<? extends Reason> failures(Report report) {
        return report.ruled().stream()
                .flatMap(ruled -> ruled.rulings().map(Ruling::reason))
                .filter(reason -> reason.verdict() == Verdict.FAIL)
                .distinct()
                .toList();
    }

    /** The one whose code a process ended with. */
    static Ending of(int exitCode) {
        for (Ending ending : values()) {
            if (ending.exitCode == exitCode && ending != NOT_DELIVERED) {
                return ending;
            }
        }
        return NO_VERDICT;
    }
}

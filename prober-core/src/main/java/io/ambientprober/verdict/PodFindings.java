package io.ambientprober.verdict;

import io.ambientprober.enrolled.HbonePort.NotSwept;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.enrolled.PodCheck;
import java.util.List;

/** What was found about an enrolled pod, in words. */
final class PodFindings {
    private PodFindings() {}

    static List<String> of(PodCheck check, PodReason reason) {
        return switch (check.port()) {
            case NotSwept(String why) -> List.of(why);
            case Swept swept ->
                reason == PodReason.HBONE ? List.of() : swept.handshake().findings();
        };
    }
}

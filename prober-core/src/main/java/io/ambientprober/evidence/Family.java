package io.ambientprober.evidence;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.wire.IpAddress;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Of an IP address. */
enum Family {
    V4("IPv4"),
    V6("IPv6");

    private final String label;

    Family(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    boolean includes(IpAddress address) {
        return of(address) == this;
    }

    static Family of(IpAddress address) {
        return address.isV4() ? V4 : V6;
    }

    /** Those that clients dialled: as their kernel showed, else whatever they could dial. */
    static Set<Family> dialled(Collection<ProbePath> paths) {
        Set<Family> families = EnumSet.noneOf(Family.class);
        paths.stream().flatMap(path -> addresses(path).stream()).map(Family::of).forEach(families::add);
        return families;
    }

    private static List<IpAddress> addresses(ProbePath path) {
        CanaryOutcome outcome = path.outcome();
        if (outcome != null && !outcome.peers().isEmpty()) {
            return outcome.peers();
        }
        Service service = path.service();
        return service == null || service.ips().isEmpty() ? path.server().ips() : service.ips();
    }
}

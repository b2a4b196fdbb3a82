package io.ambientprober.cluster.enrolled;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.plan.PodName;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which pods there are, and who held which address when. Any thread may tell it, and ask. */
final class PodHistory {
    /** A new pod is told of at once, before it has an address. Two clocks may differ by a part of this. */
    private static final Duration LATE = Duration.ofSeconds(10);

    private final Map<PodName, SeenPod> pods = new HashMap<>();
    private final Map<PodName, List<Holding>> held = new HashMap<>();
    private final List<PodSpan> past = new ArrayList<>();
    private final Set<IpAddress> own = new HashSet<>();
    private final Set<IpAddress> nodes = new HashSet<>();
    private boolean gaps;
    private @Nullable List<EnrolledPod> enrolled;

    /** An address that is a pod's now. */
    private static final class Holding {
        private final String uid;
        private final IpAddress address;
        private final @Nullable Instant from;
        private EnrolledPod pod;
        private boolean enrolled;
        private @Nullable Instant enrolledFrom;
        private @Nullable Instant enrolledTo;

        Holding(SeenPod seen, IpAddress address, @Nullable Instant from) {
            uid = seen.uid();
            pod = seen.pod();
            this.address = address;
            this.from = from;
        }

        /** Whether it can go on as the same span, which knows of one time in the mesh only. */
        boolean goesOn(SeenPod seen) {
            boolean again = enrolledTo != null && seen.pod().enabled();
            return seen.uid().equals(uid) && seen.pod().ips().contains(address) && !again;
        }

        void see(SeenPod seen, @Nullable Instant at) {
            pod = seen.pod();
            if (seen.pod().enabled() && !enrolled) {
                enrolled = true;
                enrolledFrom = at;
            } else if (!seen.pod().enabled() && enrolled && enrolledTo == null) {
                enrolledTo = at;
            }
        }

        PodSpan span(@Nullable Instant to) {
            return new PodSpan(pod, address, from, to, enrolled, enrolledFrom, enrolledTo);
        }
    }

    /** @param at null for what was so before anybody looked */
    synchronized void see(SeenPod seen, @Nullable Instant at) {
        enrolled = null;
        nodes.addAll(seen.nodeAddresses());
        if (seen.own()) {
            own.addAll(seen.pod().ips());
            return;
        }
        PodName name = seen.pod().pod();
        SeenPod last = pods.put(name, seen.withoutNode());
        gaps |= at != null && isNew(seen, last) && isLate(seen.pod().created(), at);
        List<Holding> before = held.getOrDefault(name, List.of());
        List<Holding> now = new ArrayList<>();
        for (Holding holding : before) {
            if (holding.goesOn(seen)) {
                now.add(holding);
            } else {
                past.add(holding.span(at));
            }
        }
        for (IpAddress address : seen.pod().ips()) {
            if (now.stream().noneMatch(holding -> holding.address.equals(address))) {
                now.add(new Holding(seen, address, at));
            }
        }
        now.forEach(holding -> holding.see(seen, at));
        held.put(name, List.copyOf(now));
    }

    private static boolean isNew(SeenPod seen, @Nullable SeenPod last) {
        return last == null || !last.uid().equals(seen.uid());
    }

    /** Anyone who hears of it late heard of others late, and of who has which address. */
    private static boolean isLate(Instant created, Instant at) {
        return !created.equals(Instant.EPOCH) && created.plus(LATE).isBefore(at);
    }

    /** Something happened that nobody told of when it did. */
    synchronized void missed() {
        gaps = true;
    }

    synchronized boolean hasGaps() {
        return gaps;
    }

    synchronized void gone(PodName name, Instant at) {
        enrolled = null;
        pods.remove(name);
        List<Holding> before = held.remove(name);
        if (before != null) {
            before.forEach(holding -> past.add(holding.span(at)));
        }
    }

    /** Pods in the mesh, as they are now, by name: the same list as long as nothing changes. */
    synchronized List<EnrolledPod> enrolled() {
        List<EnrolledPod> known = enrolled;
        if (known == null) {
            known = pods.values().stream()
                    .filter(seen -> seen.enrolled() && !seen.own())
                    .map(SeenPod::pod)
                    .sorted(Comparator.comparing(pod -> pod.pod().toString()))
                    .toList();
            enrolled = known;
        }
        return known;
    }

    /** Those that ended, and those that go on. */
    synchronized List<PodSpan> spans() {
        List<PodSpan> spans = new ArrayList<>(past);
        held.values().forEach(holdings -> holdings.forEach(holding -> spans.add(holding.span(null))));
        return spans;
    }

    /** Addresses that pods of the prober have, or had. */
    synchronized Set<IpAddress> own() {
        return Set.copyOf(own);
    }

    synchronized Set<IpAddress> nodeAddresses() {
        return Set.copyOf(nodes);
    }
}

package io.ambientprober.run;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.Section;
import io.ambientprober.statement.Section.Asked;
import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Pods that a test made up. */
final class FakeTenants implements Tenants {
    static final Instant LISTED = Instant.parse("2026-11-28T02:00:00Z");

    private final List<EnrolledPod> listed;
    /** What is there later; null when nobody can say. */
    volatile @Nullable List<EnrolledPod> now;

    Section<Addresses> addresses = new Asked<>(new FakeAddresses());
    boolean gaps;

    FakeTenants(EnrolledPod... pods) {
        listed = List.of(pods);
        now = listed;
    }

    static EnrolledPod pod(String name, String node, String ip) {
        return new EnrolledPod(
                new PodName("shop", name),
                node,
                "Deployment/" + name,
                "default",
                List.of(IpAddress.parse(ip)),
                Instant.EPOCH,
                "enabled",
                false,
                false,
                false,
                false);
    }

    @Override
    public Listing listing() {
        return new Listing(listed, LISTED, new TreeSet<>(Set.of("shop", "empty")), "cluster.local", "roots");
    }

    @Override
    public List<EnrolledPod> now() throws SiteException {
        List<EnrolledPod> there = now;
        if (there == null) {
            throw new SiteException("the API server is away");
        }
        return there;
    }

    @Override
    public Section<Addresses> addresses() {
        return addresses;
    }

    private final class FakeAddresses implements Addresses {
        @Override
        public List<PodSpan> spans() {
            return listed.stream()
                    .map(pod -> new PodSpan(pod, pod.ips().getFirst(), null, null, true, null, null))
                    .toList();
        }

        @Override
        public Set<IpAddress> ofNodes() {
            return Set.of(IpAddress.parse("192.168.0.1"));
        }

        @Override
        public Set<IpAddress> own() {
            return Set.of(IpAddress.parse("10.0.9.9"));
        }

        @Override
        public boolean haveGaps() {
            return gaps;
        }
    }
}

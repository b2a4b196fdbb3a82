package io.ambientprober.run;

import io.ambientprober.enrolled.EnrolledPod;
import io.ambientprober.flow.PodSpan;
import io.ambientprober.plan.PodName;
import io.ambientprober.statement.Section;
import io.ambientprober.wire.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The pods that a site has beside those of the run. */
public interface Tenants {
    /** Those in the mesh, as they were when the run first looked. */
    Listing listing();

    /** Those in the mesh, as they are now. */
    List<EnrolledPod> now() throws SiteException;

    /** As {@link #now}, by name. */
    default Map<PodName, EnrolledPod> nowByName() throws SiteException {
        return now().stream().collect(Collectors.toMap(EnrolledPod::pod, Function.identity(), (a, _) -> a));
    }

    /** Who holds which address, as long as the run lasts; or why nobody can follow that. */
    Section<Addresses> addresses();

    /**
     * Pods in the mesh.
     *
     * @param at when they were listed
     * @param namespaces that the mesh was told to take, whole or in part
     * @param trustDomain of the mesh
     * @param roots certificates of its authority, in PEM; empty where nobody could read them
     */
    record Listing(List<EnrolledPod> pods, Instant at, SortedSet<String> namespaces, String trustDomain, String roots) {
        public Listing {
            pods = List.copyOf(pods);
        }
    }

    /** Who holds which address. */
    interface Addresses {
        /** Since the run first looked. */
        List<PodSpan> spans();

        Set<IpAddress> ofNodes();

        /** Of the prober's own pods, also of those that are gone. */
        Set<IpAddress> own();

        /** Whether changes were missed for a time. */
        boolean haveGaps();
    }
}

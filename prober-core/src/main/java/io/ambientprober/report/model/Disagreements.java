package io.ambientprober.report.model;

import io.ambientprober.plan.PodName;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.statement.MeshStatements;
import io.ambientprober.statement.MeshView;
import io.ambientprober.statement.OpenedConnections;
import io.ambientprober.verdict.EncryptionReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the mesh says one thing of itself and the wire another: findings of their own, which change no verdict. */
final class Disagreements {
    private final Map<PodName, MeshView> views;

    Disagreements(MeshStatements state) {
        this.views = state.views().stream()
                .collect(Collectors.toMap(MeshView::pod, Function.identity(), (first, again) -> first));
    }

    /** What disagrees about a path, in words. */
    List<String> of(ProbePath path, EncryptionReason wire) {
        if (path.expect() == Expectation.PLAINTEXT) {
            return List.of();
        }
        PodName client = new PodName(path.client().namespace(), path.client().pod());
        PodName server = new PodName(path.server().namespace(), path.server().pod());
        return switch (wire) {
            case PLAINTEXT, PLAINTEXT_MASKED, PLAINTEXT_REJECTED ->
                both(
                        isInside(server, path.server().enrolled())
                                ? inside("its server is too, and the wire is in the clear", client)
                                : List.of(),
                        counted(client, server, true));
            case HBONE_REFUSED -> inside("its HBONE port took no connection", server);
            case NOT_DELIVERED -> inside("no canary got through", client, server);
            case HBONE -> both(outside("the wire is HBONE", client, server), counted(client, server, false));
            case PLAINTEXT_EXPECTED,
                    EXPECTED_PLAINTEXT_UNSEEN,
                    NOT_TLS,
                    WEAK_TLS,
                    NOT_MUTUAL,
                    REFUSED_BY_POLICY,
                    NOT_HBONE,
                    DROPPED,
                    CONTROL_UNSEEN,
                    NO_OUTCOME,
                    UNSEEN,
                    UNACCOUNTED -> List.of();
        };
    }

    /** What was read of it; else what the plan says. Plaintext to a server outside the mesh is not a disagreement. */
    private boolean isInside(PodName pod, boolean enrolled) {
        MeshView view = views.get(pod);
        return view == null ? enrolled : !view.inside().isEmpty();
    }

    private List<String> inside(String wire, PodName... pods) {
        return said("is in it", wire, MeshView::inside, pods);
    }

    private List<String> outside(String wire, PodName... pods) {
        return said("is not in it", wire, MeshView::outside, pods);
    }

    private List<String> said(String what, String wire, Function<MeshView, List<String>> saying, PodName... pods) {
        List<String> findings = new ArrayList<>();
        for (PodName pod : pods) {
            List<String> words = Optional.ofNullable(views.get(pod)).map(saying).orElse(List.of());
            if (!words.isEmpty()) {
                findings.add("state and wire disagree: the mesh says that " + pod + " " + what + " ("
                        + String.join(", ", words) + "); " + wire);
            }
        }
        return findings;
    }

    /**
     * Counters run since ztunnel started, and some connections may be older than the failure: only when all of them were counted as the
     * wire is not, they disagree with it.
     */
    private List<String> counted(PodName client, PodName server, boolean clear) {
        long mutual = count(client, server, true);
        long other = count(client, server, false);
        if (clear && mutual > 0 && other == 0) {
            return List.of("state and wire disagree: ztunnel counted all " + mutual + " connections from " + client
                    + " to " + server + " as mutual TLS; the wire is in the clear");
        }
        if (!clear && mutual == 0 && other > 0) {
            return List.of("state and wire disagree: ztunnel counted none of " + other + " connections from " + client
                    + " to " + server + " as mutual TLS; the wire is HBONE");
        }
        return List.of();
    }

    private long count(PodName client, PodName server, boolean mutualTls) {
        MeshView from = views.get(client);
        MeshView to = views.get(server);
        if (from == null || to == null) {
            return 0;
        }
        Predicate<OpenedConnections> sample = opened -> opened.mutualTls() == mutualTls
                && opened.source().equals(client)
                && opened.destination().equals(server);
        return Math.max(count(from, "source", sample), count(to, "destination", sample));
    }

    private static long count(MeshView view, String reporter, Predicate<OpenedConnections> sample) {
        return view.opened().stream()
                .filter(opened -> opened.reporter().equals(reporter) && sample.test(opened))
                .mapToLong(OpenedConnections::count)
                .sum();
    }

    private static List<String> both(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}

package io.ambientprober.verdict;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.NodeEncryption;
import io.ambientprober.evidence.PacketRef;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.plan.PodDevice;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.Alert;
import io.ambientprober.wire.TlsFacts.ServerHello;
import io.ambientprober.wire.TlsNames;
import io.ambientprober.wire.TlsWeakness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why the encryption of a path was judged so, in words: what was seen, where, and what was not. */
final class EncryptionFindings {
    /** Connections named one by one; a path makes a handful, a retrying mesh many. */
    private static final int MAX_NAMED = 4;

    private EncryptionFindings() {}

    static List<String> of(PathFacts path, EncryptionReason reason) {
        List<String> findings = new ArrayList<>(
                switch (reason) {
                    case PLAINTEXT_EXPECTED, PLAINTEXT -> ClearFindings.of(path);
                    case EXPECTED_PLAINTEXT_UNSEEN ->
                        List.of("no tap read the control's token: what the taps did not see proves nothing");
                    case PLAINTEXT_REJECTED ->
                        with(
                                ClearFindings.of(path),
                                "the destination answered none of it; the bytes were on the wire in the clear anyway");
                    case PLAINTEXT_MASKED ->
                        with(
                                ClearFindings.of(path),
                                "the denied port could not be reached: L4 policy still holds at the destination and hides the loss");
                    case NOT_TLS -> notTls(path);
                    case WEAK_TLS -> named(path.weakTls(), EncryptionFindings::weak);
                    case NOT_MUTUAL -> notMutual(path);
                    case REFUSED_BY_POLICY ->
                        Stream.ofNullable(path.egressPolicy()).toList();
                    case HBONE_REFUSED -> named(path.refused(), EncryptionFindings::refused);
                    case NOT_DELIVERED -> notDelivered(path);
                    case NOT_HBONE -> notHbone(path);
                    case DROPPED -> TapFindings.of(path);
                    case CONTROL_UNSEEN ->
                        path.unseenControls()
                                .map(
                                        control -> "node " + control.node() + " saw no " + control.family()
                                                + " control whole: each canary that the pod there sent, in the clear and without a gap")
                                .toList();
                    case NO_OUTCOME ->
                        List.of(
                                "the client reported no outcome that counts: its pod said nothing, or its server ended meanwhile");
                    case UNSEEN -> unseen(path);
                    case UNACCOUNTED -> unaccounted(path);
                    case HBONE -> hbone(path);
                });
        lost(path, findings);
        findings.addAll(sentByAnother(path));
        loopback(path, findings);
        nodeEncryption(path, findings);
        return findings;
    }

    private static List<String> with(List<String> findings, String more) {
        return Stream.concat(findings.stream(), Stream.of(more)).toList();
    }

    /** One finding a connection, whichever nodes saw it, and the number of those not named. */
    private static List<String> named(Stream<Seen<Connection>> connections, Function<Seen<Connection>, String> words) {
        List<Seen<Connection>> distinct = connections
                .collect(Collectors.toMap(
                        seen -> seen.what().ends(), seen -> seen, (first, again) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
        List<String> findings =
                new ArrayList<>(distinct.stream().limit(MAX_NAMED).map(words).toList());
        if (distinct.size() > MAX_NAMED) {
            findings.add("and " + Amount.more(distinct.size() - MAX_NAMED, "connection"));
        }
        return findings;
    }

    private static List<String> notTls(PathFacts path) {
        return named(path.notTls(), EncryptionFindings::notTls);
    }

    private static String notTls(Seen<Connection> seen) {
        return Stream.of(Direction.values())
                .flatMap(direction -> notTls(seen, direction))
                .collect(Collectors.joining("; "));
    }

    private static Stream<String> notTls(Seen<Connection> seen, Direction direction) {
        return seen.what().half(direction).framing() instanceof Framing.NotTls bytes
                ? Stream.of(seen.what().ends() + ": the "
                        + (direction == Direction.CLIENT_TO_SERVER ? "client" : "server") + " sent " + bytes.looksLike()
                        + " (node " + seen.node() + ", packet " + bytes.packet() + "): " + bytes.excerpt())
                : Stream.of();
    }

    private static String weak(Seen<Connection> seen) {
        Connection connection = seen.what();
        ServerHello chosen = chosen(connection.tls());
        return connection.ends() + ": the server chose " + TlsNames.version(chosen.version()) + " with "
                + TlsNames.suite(chosen.cipherSuite()) + ", which "
                + TlsWeakness.of(chosen).stream().map(TlsWeakness::words).collect(Collectors.joining(" and "))
                + at(connection.first());
    }

    private static List<String> notMutual(PathFacts path) {
        List<String> findings = new ArrayList<>(named(
                path.notMutual(),
                seen -> seen.what().ends() + ": the server's TLS 1.2 handshake asked for no client certificate"
                        + at(seen.what().first())));
        if (path.strangersAccepted()) {
            findings.add(
                    "the active check of the HBONE port found no mutual TLS: a stranger was not asked for a certificate, or got in");
            findings.addAll(activeCheck(path));
        }
        return findings;
    }

    private static String refused(Seen<Connection> seen) {
        Connection connection = seen.what();
        return connection.ends()
                + (connection.reset() ? " was answered by a reset" : " was never answered")
                + at(connection.first());
    }

    private static List<String> notDelivered(PathFacts path) {
        CanaryOutcome outcome = path.path().outcome();
        int connected = outcome == null ? 0 : outcome.connected();
        return Stream.of(
                        Stream.of("no canary was answered, " + connected + " connected; " + wire(path)),
                        pastHbone(path),
                        named(
                                path.hbone()
                                        .filter(seen ->
                                                !seen.what().tls().alerts().isEmpty()),
                                EncryptionFindings::alerts)
                                .stream())
                .flatMap(findings -> findings)
                .toList();
    }

    private static String wire(PathFacts path) {
        if (path.hbone().anyMatch(seen -> seen.what().answered())) {
            return "an HBONE port took the connection, and no complete answer came back";
        }
        if (path.hbone().findAny().isPresent()) {
            return "the waypoint's HBONE port did not take the connection";
        }
        return path.evidence().bare().isEmpty()
                ? "nothing of it was seen on the wire: the mesh failed closed"
                : "the client dialled past HBONE, and not the HBONE port";
    }

    /** Where a Service was dialled, each node shows the address that its side of the translation has. */
    private static Stream<String> pastHbone(PathFacts path) {
        Map<String, Long> dialled = path.unansweredPastHbone()
                .collect(Collectors.groupingBy(
                        seen -> seen.what().server().withPort(seen.what().serverPort()) + " (on " + seen.node() + ")",
                        LinkedHashMap::new,
                        Collectors.counting()));
        if (dialled.isEmpty()) {
            return Stream.of();
        }
        String where = dialled.entrySet().stream()
                .map(each -> Amount.of(each.getValue(), "connection") + " to " + each.getKey())
                .collect(Collectors.joining(", "));
        return Stream.of("the client dialled past HBONE, and was never answered: " + where
                + "; a pod with redirection does not dial there:"
                + " look for lost redirection first, then for the policy that drops its packets");
    }

    private static String alerts(Seen<Connection> seen) {
        return seen.what().ends() + ": "
                + seen.what().tls().alerts().stream()
                        .map(EncryptionFindings::alert)
                        .collect(Collectors.joining(", "));
    }

    private static String alert(Alert alert) {
        return (alert.from() == Direction.CLIENT_TO_SERVER ? "the client" : "the server") + " sent TLS alert "
                + TlsNames.alert(alert.description());
    }

    private static List<String> notHbone(PathFacts path) {
        return Stream.concat(
                        named(
                                path.bareUnreadable(),
                                seen -> seen.what().ends()
                                        + " carried bytes past HBONE that are not the canary in the clear: encrypted, if at all, by the application"
                                        + at(seen.what().first()))
                                .stream(),
                        named(path.notHttp2(), EncryptionFindings::notHttp2).stream())
                .toList();
    }

    private static String notHttp2(Seen<Connection> seen) {
        TlsFacts tls = seen.what().tls();
        return seen.what().ends()
                + (PathFacts.isOfferedOther(tls)
                        ? ": the ClientHello does not offer ALPN h2"
                        : ": the server chose another protocol than h2: "
                                + chosen(tls).alpn())
                + at(seen.what().first());
    }

    private static ServerHello chosen(TlsFacts tls) {
        return Objects.requireNonNull(tls.serverHello(), "no ServerHello was read");
    }

    private static List<String> unseen(PathFacts path) {
        return path.blindNodes()
                .map(node -> "the canary was delivered, yet node " + node
                        + " captured no TLS application data of it, in either direction"
                        + (path.hasWaypoint() ? ", through the waypoint or past it" : ""))
                .toList();
    }

    private static List<String> unaccounted(PathFacts path) {
        return Stream.of(
                        named(
                                path.perhapsForged(),
                                seen -> "bytes that are not TLS, which " + doubt(path, seen) + ": " + notTls(seen))
                                .stream(),
                        named(
                                path.perhapsForgedPastHbone(),
                                seen -> seen.what().ends()
                                        + " shows bytes past HBONE, which " + doubt(path, seen)
                                        + at(seen.what().first()))
                                .stream(),
                        named(path.perhapsForgedHello(), seen -> notHttp2(seen) + ", which " + doubt(path, seen))
                                .stream(),
                        accounts(path).stream())
                .flatMap(findings -> findings)
                .toList();
    }

    private static String doubt(PathFacts path, Seen<Connection> seen) {
        return path.sentByAnother().keySet().stream()
                        .anyMatch(other -> other.what().hasSameEnds(seen.what()))
                ? "another pod sent"
                : "nobody is known to have received and anybody may have forged";
    }

    private static List<String> accounts(PathFacts path) {
        return path.evidence().accounts().stream().flatMap(AccountFindings::of).toList();
    }

    private static List<String> hbone(PathFacts path) {
        return Stream.of(
                        named(
                                path.hbone(),
                                seen -> seen.what().ends() + ": "
                                        + TlsNames.summary(seen.what().tls()))
                                .stream(),
                        accounts(path).stream(),
                        activeCheck(path).stream())
                .flatMap(findings -> findings)
                .toList();
    }

    private static List<String> activeCheck(PathFacts path) {
        Handshake handshake = path.path().handshake();
        if (handshake == null) {
            return List.of();
        }
        return Stream.of(
                        Stream.ofNullable(
                                handshake.mutual() ? "strangers were asked for a certificate and refused" : null),
                        Stream.ofNullable(handshake.spiffe()).map(id -> "the server's certificate is for " + id),
                        handshake.findings().stream())
                .flatMap(findings -> findings)
                .map(finding -> "active check: " + finding)
                .toList();
    }

    private static void lost(PathFacts path, List<String> findings) {
        CanaryOutcome outcome = path.path().outcome();
        if (outcome != null
                && outcome.delivered() > 0
                && outcome.delivered() < path.path().canary().connections()) {
            findings.add((path.path().canary().connections() - outcome.delivered()) + " of "
                    + path.path().canary().connections()
                    + " connections got no complete answer; the verdict is about the others");
        }
    }

    private static List<String> sentByAnother(PathFacts path) {
        Map<Seen<Connection>, PodDevice> sent = path.sentByAnother();
        return named(
                sent.keySet().stream(),
                seen -> seen.what().ends() + " was not opened by " + seen.what().client()
                        + ": its packets came into node " + seen.node() + " by "
                        + device(Objects.requireNonNull(sent.get(seen)))
                        + at(seen.what().first()));
    }

    private static String device(PodDevice device) {
        return "device " + device.index() + " (" + device.name() + "), which leads to "
                + device.pods().stream().map(IpAddress::toString).collect(Collectors.joining(" and ")) + " alone";
    }

    private static void loopback(PathFacts path, List<String> findings) {
        path.evidence()
                .loopback()
                .forEach(seen -> findings.add("node " + seen.node() + " read the token in "
                        + Amount.of(seen.what().packets(), "packet")
                        + " of a loopback device" + at(seen.what().first())
                        + ": what application and mesh say to each other inside a pod is on no wire"));
    }

    private static void nodeEncryption(PathFacts path, List<String> findings) {
        List<String> kinds = path.evidence().nodeEncryption().stream()
                .map(Seen::what)
                .map(NodeEncryption::kind)
                .distinct()
                .map(NodeEncryption.Kind::label)
                .toList();
        if (!kinds.isEmpty()) {
            findings.add(String.join(" and ", kinds) + (kinds.size() == 1 ? " is" : " are") + " in use"
                    + (path.clear() && !path.expectsPlaintext()
                            ? ": between nodes the clear bytes may be hidden; the mesh's encryption is lost anyway"
                            : " between nodes, and not taken for the mesh's encryption"));
        }
    }

    private static String at(PacketRef first) {
        return " (tap " + first.tap() + ", packet " + first.packet() + ")";
    }
}

package io.ambientprober.verdict;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.evidence.Connection;
import io.ambientprober.evidence.Connection.Ends;
import io.ambientprober.evidence.LegAccount;
import io.ambientprober.evidence.PathEvidence;
import io.ambientprober.evidence.PathEvidence.ControlCheck;
import io.ambientprober.evidence.PathEvidence.DirectSurplus;
import io.ambientprober.evidence.PathEvidence.Seen;
import io.ambientprober.evidence.PathEvidence.TapCheck;
import io.ambientprober.plan.PodDevice;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.TlsFacts;
import io.ambientprober.wire.TlsFacts.ServerHello;
import io.ambientprober.wire.TlsWeakness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the rows of the judgement ask of a path: each method answers one question from plan and evidence. */
final class PathFacts {
    private final ProbePath path;
    private final PathEvidence evidence;
    private final List<Seen<Connection>> hbone;
    private final List<Seen<Connection>> toServer;
    private final Views<Ends> hboneViews;
    private final Views<Ends> toServerViews;
    private final Views<Ends> bareViews;
    private final Views<Views.Source> bareOfSource;

    PathFacts(ProbePath path, PathEvidence evidence) {
        this.path = path;
        this.evidence = evidence;
        hbone = Stream.of(evidence.direct(), evidence.toWaypoint(), evidence.fromWaypoint())
                .flatMap(List::stream)
                .toList();
        toServer = Stream.concat(evidence.direct().stream(), evidence.fromWaypoint().stream())
                .toList();
        hboneViews = Views.byEnds(hbone);
        toServerViews = Views.byEnds(toServer);
        bareViews = Views.byEnds(evidence.bare());
        bareOfSource = Views.bySource(evidence.bare());
    }

    ProbePath path() {
        return path;
    }

    PathEvidence evidence() {
        return evidence;
    }

    boolean expectsPlaintext() {
        return path.expect() == Expectation.PLAINTEXT;
    }

    /** The path's token was read somewhere outside TLS. */
    boolean clear() {
        return !evidence.clear().isEmpty();
    }

    boolean reported() {
        return path.outcome() != null;
    }

    boolean nothingDelivered() {
        CanaryOutcome outcome = path.outcome();
        return outcome != null && outcome.delivered() == 0;
    }

    /** In words, what may have refused that which the client's pod sent. */
    @Nullable
    String egressPolicy() {
        return path.egressPolicy();
    }

    boolean delivered() {
        CanaryOutcome outcome = path.outcome();
        return outcome != null && outcome.delivered() > 0;
    }

    boolean deniedPortRefused() {
        return Objects.equals(deniedPortReached(), false);
    }

    @Nullable
    Boolean deniedPortReached() {
        return path.outcome() == null ? null : path.outcome().deniedPortReached();
    }

    @Nullable
    Boolean identityPortReached() {
        return path.outcome() == null ? null : path.outcome().identityPortReached();
    }

    boolean triedPolicies() {
        return deniedPortReached() != null && identityPortReached() != null;
    }

    /** Connections on the HBONE port that this path can ride on, as every node saw them. */
    Stream<Seen<Connection>> hbone() {
        return hbone.stream();
    }

    /** Connections with bytes that are not TLS, whose receiver answered and acknowledged some of what came. */
    Stream<Seen<Connection>> notTls() {
        return hbone().filter(seen -> isNotTls(seen, true));
    }

    /** The same where nobody is known to have taken them: anybody may send such packets under a name that is not theirs. */
    Stream<Seen<Connection>> perhapsForged() {
        return hbone().filter(seen -> isNotTls(seen, false));
    }

    private boolean isNotTls(Seen<Connection> seen, boolean taken) {
        return isNotTls(seen, Direction.CLIENT_TO_SERVER, taken) || isNotTls(seen, Direction.SERVER_TO_CLIENT, taken);
    }

    private boolean isNotTls(Seen<Connection> seen, Direction direction, boolean taken) {
        return seen.what().half(direction).framing() instanceof Framing.NotTls && isTaken(seen, direction) == taken;
    }

    private boolean isTaken(Seen<Connection> seen, Direction direction) {
        return isTaken(seen.what(), direction, hboneViews.of(seen).toList());
    }

    /**
     * Whether it is certain that its two ends spoke there. By what any node saw of the connection: a device may show no more than its own
     * pod sends.
     */
    private boolean isTaken(Connection connection, Direction direction, List<Seen<Connection>> views) {
        return views.stream().allMatch(view -> strange(view).isEmpty())
                && views.stream().anyMatch(view -> view.what().answered())
                && views.stream()
                        .anyMatch(view -> connection
                                .half(direction)
                                .isAcknowledgedIn(view.what().half(direction)));
    }

    /** The devices by which all came in that a node saw of the client, where each leads to another pod alone; else none. */
    private List<PodDevice> strange(Seen<Connection> seen) {
        if (seen.what().enteredBy().isEmpty()) {
            return List.of();
        }
        List<PodDevice> strange = seen.what().enteredBy().stream()
                .flatMap(index -> podDevices(seen.node())
                        .filter(device -> device.index() == index
                                && device.contradicts(seen.what().client()))
                        .limit(1))
                .toList();
        return strange.size() == seen.what().enteredBy().size() ? strange : List.of();
    }

    private Stream<PodDevice> podDevices(String node) {
        return evidence.needed().stream()
                .map(TapCheck::tap)
                .filter(tap -> tap.node().equals(node))
                .flatMap(tap -> tap.podDevices().stream());
    }

    /** Connections whose packets were certainly sent by another pod than the client whose address they have. */
    Map<Seen<Connection>, PodDevice> sentByAnother() {
        Map<Seen<Connection>, PodDevice> sent = new LinkedHashMap<>();
        Stream.concat(hbone(), evidence.bare().stream())
                .forEach(seen -> strange(seen).stream().findFirst().ifPresent(device -> sent.put(seen, device)));
        return sent;
    }

    Stream<Seen<Connection>> weakTls() {
        return hbone().filter(seen -> {
            ServerHello hello = seen.what().tls().serverHello();
            return hello != null && !TlsWeakness.of(hello).isEmpty();
        });
    }

    Stream<Seen<Connection>> notMutual() {
        return hbone().filter(seen -> seen.what().tls().mutualTls12Disproved());
    }

    boolean strangersAccepted() {
        return path.handshake() != null && !path.handshake().mutual();
    }

    /** Connections to the server's HBONE port that no node saw answered by anything but a reset. */
    Stream<Seen<Connection>> refused() {
        return toServer.stream()
                .filter(seen ->
                        toServerViews.of(seen).noneMatch(view -> view.what().answered()));
    }

    /** Connections past HBONE that were tried, and that no node saw answered: a client with redirection would not dial there. */
    Stream<Seen<Connection>> unansweredPastHbone() {
        return evidence.bare().stream()
                .filter(seen -> seen.what().opened())
                .filter(seen -> bareViews.of(seen).noneMatch(view -> view.what().answered()));
    }

    /** Connections past HBONE that carried bytes which nobody can read, and which their receiver took: not the mesh's doing. */
    Stream<Seen<Connection>> bareUnreadable() {
        return unreadable().filter(this::isTakenPastHbone);
    }

    /** The same where nobody is known to have taken them. */
    Stream<Seen<Connection>> perhapsForgedPastHbone() {
        return unreadable().filter(seen -> !isTakenPastHbone(seen));
    }

    private Stream<Seen<Connection>> unreadable() {
        return evidence.bare().stream()
                .filter(seen -> seen.what().carriedPayload())
                .filter(seen -> bareViews.of(seen).noneMatch(view -> view.what().clear()));
    }

    /** Where a Service was dialled, another node, or another device, may show the answer under the pod's own address. */
    private boolean isTakenPastHbone(Seen<Connection> seen) {
        List<Seen<Connection>> views = bareOfSource.of(seen).toList();
        return Stream.of(Direction.values()).anyMatch(direction -> isTaken(seen.what(), direction, views));
    }

    /** Connections whose client did not offer HTTP/2, or whose server chose something else, and whose other side took it. */
    Stream<Seen<Connection>> notHttp2() {
        return hbone().filter(seen -> isNotHttp2(seen, true));
    }

    /** The same where nobody is known to have taken what says so. */
    Stream<Seen<Connection>> perhapsForgedHello() {
        return hbone().filter(seen -> isNotHttp2(seen, false));
    }

    private boolean isNotHttp2(Seen<Connection> seen, boolean taken) {
        Connection connection = seen.what();
        return isOfferedOther(connection.tls()) && isTaken(seen, Direction.CLIENT_TO_SERVER) == taken
                || isChosenOther(connection.tls()) && isTaken(seen, Direction.SERVER_TO_CLIENT) == taken;
    }

    static boolean isOfferedOther(TlsFacts tls) {
        return tls.clientHello() != null && !tls.clientHello().offersHttp2();
    }

    private static boolean isChosenOther(TlsFacts tls) {
        return tls.serverHello() != null && !tls.serverHello().allowsHttp2();
    }

    Stream<TapCheck> failingTaps() {
        return evidence.needed().stream().filter(tap -> !tap.flaws().isEmpty());
    }

    /** Nodes of the path without any tap. */
    Stream<String> untappedNodes() {
        return path.nodes().stream()
                .filter(node -> evidence.needed().stream()
                        .noneMatch(tap -> tap.tap().node().equals(node)));
    }

    boolean wellTapped() {
        return failingTaps().findAny().isEmpty() && untappedNodes().findAny().isEmpty();
    }

    Stream<ControlCheck> unseenControls() {
        return evidence.controls().stream().filter(control -> !control.seen());
    }

    /** Nodes of the path that captured no application data of it, in either direction, on any leg. */
    Stream<String> blindNodes() {
        return path.nodes().stream()
                .filter(node -> hbone().noneMatch(
                                seen -> seen.node().equals(node) && seen.what().carriedApplicationData()));
    }

    boolean accounted() {
        return evidence.accounts().stream().allMatch(LegAccount::balances)
                && Stream.of(perhapsForged(), perhapsForgedPastHbone(), perhapsForgedHello())
                        .flatMap(doubtful -> doubtful)
                        .findAny()
                        .isEmpty();
    }

    /** The direct leg carried a canary, half of it or more, that no path without a waypoint accounts for. */
    boolean bypassed() {
        DirectSurplus surplus = evidence.directSurplus();
        return hasWaypoint()
                && (isCanary(surplus.request(), path.canary().requestBytes())
                        || isCanary(surplus.response(), path.canary().responseBytes()));
    }

    private static boolean isCanary(long bytes, int canary) {
        return bytes >= (canary + 1L) / 2;
    }

    /** Both legs of one waypoint pod carried application data. */
    boolean throughWaypoint() {
        return hasWaypoint()
                && evidence.toWaypoint().stream()
                        .filter(seen -> seen.what().carriedApplicationData())
                        .anyMatch(to -> evidence.fromWaypoint().stream()
                                .filter(seen -> seen.what().carriedApplicationData())
                                .anyMatch(from -> mayBeOnePod(
                                        to.what().server(), from.what().client())));
    }

    /** A plan lists addresses, not pods: two of one family are two pods, one of each may be one. */
    private static boolean mayBeOnePod(IpAddress one, IpAddress other) {
        return one.equals(other) || one.isV4() != other.isV4();
    }

    boolean inMesh() {
        return path.client().enrolled() && path.server().enrolled();
    }

    boolean dialsPod() {
        return path.service() == null;
    }

    boolean hasWaypoint() {
        return path.waypoint() != null;
    }

    boolean peerIsService() {
        Service service = path.service();
        return service != null && peers().stream().anyMatch(service.ips()::contains);
    }

    boolean peerIsPod() {
        Service service = path.service();
        return service != null
                && peers().stream().anyMatch(peer -> !service.ips().contains(peer));
    }

    List<IpAddress> peers() {
        return path.outcome() == null ? List.of() : path.outcome().peers();
    }
}

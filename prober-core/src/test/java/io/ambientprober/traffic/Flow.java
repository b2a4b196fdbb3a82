package io.ambientprober.traffic;

import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A TCP connection, sent segment by segment. */
final class Flow {
    /** Where a packet of the connection is seen, and with which server address, which a Service's translation changes. */
    record View(IpAddress server, int port, List<String> nodes) {}

    private final Net net;
    private final IpAddress client;
    private final int clientPort;
    private final List<View> views;
    private final int mss;
    private int clientNext;
    private int serverNext;

    Flow(Net net, IpAddress client, int clientPort, List<View> views, int mss, RandomGenerator random) {
        this.net = net;
        this.client = client;
        this.clientPort = clientPort;
        this.views = new ArrayList<>(views);
        this.mss = mss;
        // close to the end of the numbers, so that some wrap around
        clientNext = -random.nextInt(20_000);
        serverNext = random.nextInt();
    }

    /** As many minutes later: the clock behind initial sequence numbers ticks every four microseconds (RFC 6528). */
    Flow later(int minutes) {
        clientNext += minutes * 15_000_000;
        serverNext += minutes * 15_000_000;
        return this;
    }

    Flow open() {
        toServer(Segment.SYN, new byte[0]);
        clientNext++;
        toClient(Segment.SYN | Segment.ACK, new byte[0]);
        serverNext++;
        toServer(Segment.ACK, new byte[0]);
        return this;
    }

    /** SYNs that nobody answers. */
    void unanswered(int times) {
        for (int i = 0; i < times; i++) {
            toServer(Segment.SYN, new byte[0]);
        }
    }

    void refused() {
        toServer(Segment.SYN, new byte[0]);
        clientNext++;
        serverNext = 0;
        toClient(Segment.RST | Segment.ACK, new byte[0]);
    }

    Flow request(byte[]... parts) {
        for (byte[] segment : segments(Numbers.join(parts))) {
            toServer(Segment.ACK | Segment.PSH, segment);
            clientNext += segment.length;
        }
        toClient(Segment.ACK, new byte[0]);
        return this;
    }

    Flow response(byte[]... parts) {
        for (byte[] segment : segments(Numbers.join(parts))) {
            toClient(Segment.ACK | Segment.PSH, segment);
            serverNext += segment.length;
        }
        toServer(Segment.ACK, new byte[0]);
        return this;
    }

    /** One packet of anyone who sends under the client's address: what answers it is not seen, if anything does. */
    void forgedRequest(byte[] payload) {
        toServer(Segment.ACK | Segment.PSH, payload);
    }

    /** The same, numbered so many bytes after what the client sends next. */
    void forgedRequest(int later, byte[] payload) {
        clientNext += later;
        forgedRequest(payload);
        clientNext -= later;
    }

    /** One packet of anyone who sends under the server's address. */
    void forgedResponse(byte[] payload) {
        toClient(Segment.ACK | Segment.PSH, payload);
    }

    void close() {
        toClient(Segment.FIN | Segment.ACK, new byte[0]);
        serverNext++;
        toServer(Segment.FIN | Segment.ACK, new byte[0]);
        clientNext++;
        toClient(Segment.ACK, new byte[0]);
    }

    void reset() {
        toClient(Segment.RST | Segment.ACK, new byte[0]);
    }

    private List<byte[]> segments(byte[] bytes) {
        List<byte[]> segments = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += mss) {
            segments.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + mss)));
        }
        return segments;
    }

    private void toServer(int flags, byte[] payload) {
        int acknowledgement = (flags & Segment.ACK) == 0 ? 0 : serverNext;
        for (View view : views) {
            byte[] packet = Packets.tcp(
                    client, clientPort, view.server(), view.port(), clientNext, acknowledgement, flags, payload);
            net.seen(packet, view.nodes());
        }
    }

    private void toClient(int flags, byte[] payload) {
        for (View view : views.reversed()) {
            byte[] packet =
                    Packets.tcp(view.server(), view.port(), client, clientPort, serverNext, clientNext, flags, payload);
            net.seen(packet, view.nodes().reversed());
        }
    }
}

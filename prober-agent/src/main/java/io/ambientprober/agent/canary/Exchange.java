package io.ambientprober.agent.canary;

import io.ambientprober.agent.canary.CanaryAttempt.Stage;
import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.wire.Direction;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.Token;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One canary over one fresh TCP connection: a request, its answer, and a look at the kernel's socket table in between. */
final class Exchange {
    private final CanaryOrder order;
    private final InetSocketAddress remote;
    private final long sequence;
    private final int requestBytes;
    private final int responseBytes;
    private final Witness witness;
    private final ClientDeadline deadline;
    private final AnswerReader answer;
    private final ByteBuffer received = ByteBuffer.allocate(16 * 1024);
    private final List<String> remarks = new ArrayList<>();
    private Stage stage = Stage.NOT_CONNECTED;
    private @Nullable IpAddress local;
    private @Nullable IpAddress peer;

    /** @param size of this canary, which need not be the order's */
    Exchange(CanaryOrder order, long sequence, Canary size, Witness witness, ClientDeadline deadline) {
        this.order = order;
        this.remote = new InetSocketAddress(InetAddress.ofLiteral(order.target().toString()), order.port());
        this.sequence = sequence;
        this.requestBytes = size.requestBytes();
        this.responseBytes = size.responseBytes();
        this.witness = witness;
        this.deadline = deadline;
        this.answer = new AnswerReader(pattern(Direction.SERVER_TO_CLIENT), responseBytes);
    }

    CanaryAttempt run() {
        try (SocketChannel channel = SocketChannel.open();
                Selector selector = Selector.open()) {
            channel.configureBlocking(false);
            SelectionKey key = channel.register(selector, 0);
            connect(channel, key);
            stage = Stage.CONNECTED;
            converse(channel, key);
            stage = Stage.DELIVERED;
        } catch (IOException e) {
            remarks.add(doing() + ": " + SocketErrors.of(e));
        }
        return new CanaryAttempt(stage, local, peer, remarks);
    }

    private void connect(SocketChannel channel, SelectionKey key) throws IOException {
        ClientDeadline end = deadline.within(order.connectTimeout());
        if (channel.connect(remote)) {
            return;
        }
        key.interestOps(SelectionKey.OP_CONNECT);
        while (!channel.finishConnect()) {
            await(key, end, "no answer");
        }
    }

    private void converse(SocketChannel channel, SelectionKey key) throws IOException {
        ClientDeadline end = deadline.within(order.requestTimeout());
        Request request = new Request();
        // The first bytes leave at once and before anything is read: a destination that will have none of them may
        // close first, and whether they were on the wire in the clear is what the run wants to know.
        request.send(channel);
        look((InetSocketAddress) channel.getLocalAddress());
        while (!answer.isComplete()) {
            key.interestOps(request.isSent() ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            await(key, end, "nothing more");
            if (key.isWritable()) {
                request.send(channel);
            }
            if (key.isReadable()) {
                read(channel);
            }
        }
    }

    private void look(InetSocketAddress socket) {
        local = InetAddresses.of(socket.getAddress());
        peer = witness.peerOf(socket).orElse(null);
        if (peer == null) {
            remarks.add("witness: the kernel's socket table did not show the connection");
        }
    }

    private void read(SocketChannel channel) throws IOException {
        received.clear();
        if (channel.read(received) < 0) {
            throw new EOFException("the connection was closed");
        }
        try {
            answer.accept(received.flip());
        } finally {
            stage = answer.isAccepted() ? Stage.ANSWERED : Stage.CONNECTED;
        }
    }

    private void await(SelectionKey key, ClientDeadline end, String missing) throws IOException {
        long millis = end.millisLeft();
        if (millis > 0) {
            key.selector().select(millis);
            key.selector().selectedKeys().clear();
        }
        if (end.isOver()) {
            throw new SocketTimeoutException(missing + " within the time allowed (timeout)");
        }
    }

    private String doing() {
        String where = InetAddresses.of(remote.getAddress()).withPort(remote.getPort());
        return stage == Stage.NOT_CONNECTED ? "connect to " + where : "canary to " + where + ", " + answer.position();
    }

    private TokenPattern pattern(Direction direction) {
        return new TokenPattern(new Token(order.run(), order.path().number(), sequence, direction));
    }

    /** The bytes of the request, made as they are sent. */
    private final class Request {
        private final TokenPattern body = pattern(Direction.CLIENT_TO_SERVER);
        private final ByteBuffer head = ByteBuffer.wrap(head().getBytes(StandardCharsets.US_ASCII));
        private ByteBuffer chunk = body.at(0, requestBytes);
        private long begun = chunk.remaining();

        /** Sends as much as the socket takes. */
        void send(SocketChannel channel) throws IOException {
            ByteBuffer[] parts = {head, chunk};
            while (!isSent() && channel.write(parts) > 0) {
                if (!chunk.hasRemaining() && begun < requestBytes) {
                    chunk = body.at(begun, requestBytes - begun);
                    begun += chunk.remaining();
                    parts[1] = chunk;
                }
            }
        }

        boolean isSent() {
            return !head.hasRemaining() && !chunk.hasRemaining() && begun == requestBytes;
        }

        private String head() {
            String length =
                    responseBytes == requestBytes ? "" : CanaryTarget.RESPONSE_BYTES + ": " + responseBytes + "\r\n";
            return "POST " + new CanaryTarget(order.path(), sequence) + " HTTP/1.1\r\n"
                    + "Host: " + order.target().withPort(order.port()) + "\r\n"
                    + "Connection: close\r\n"
                    + "Content-Length: " + requestBytes + "\r\n"
                    + length + "\r\n";
        }
    }
}

package io.ambientprober.agent.body;

import io.ambientprober.agent.canary.CanaryOrders;
import io.ambientprober.agent.canary.PolicyGate;
import io.ambientprober.agent.handshake.HandshakeOrders;
import io.ambientprober.agent.http.Answer;
import io.ambientprober.agent.http.LoopbackServer;
import io.ambientprober.agent.http.LoopbackServer.Route;
import io.ambientprober.agent.http.RequestException;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.GateOrder;
import io.ambientprober.canary.HandshakeOrder;
import io.ambientprober.canary.Order;
import io.ambientprober.canary.OrderJson;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/** Takes orders of one controller on the loopback device of its pod, see {@link Order}. */
final class OrderDesk implements AutoCloseable {
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = CanaryOrders.LONGEST.plusSeconds(30);

    private final OrderBook book = new OrderBook();
    private final LoopbackServer server;

    private OrderDesk(Fingerprint controller) throws IOException {
        LoopbackServer.Settings settings = new LoopbackServer.Settings(
                Credentials.create(), controller, Order.MAX_BYTES, REQUEST_TIMEOUT, ANSWER_TIMEOUT);
        server = LoopbackServer.start(settings, Map.of(Order.PATH, new Route("POST", this::order)), () -> {});
    }

    /** Returns when it can be called. */
    static OrderDesk open(Fingerprint controller) throws IOException {
        return new OrderDesk(controller);
    }

    Announcement announcement() {
        return server.announcement();
    }

    private Answer order(String id, byte[] body) throws RequestException {
        if (!Order.ID.matcher(id).matches()) {
            throw new RequestException(RequestException.BAD_REQUEST, "an order's id is " + Order.ID);
        }
        return Answer.json(book.outcome(id, new String(body, StandardCharsets.UTF_8), work(body)));
    }

    private static Callable<byte[]> work(byte[] body) throws RequestException {
        try {
            return switch (OrderJson.read(body)) {
                case CanaryOrder order -> CanaryOrders.work(order);
                case GateOrder order -> PolicyGate.work(order);
                case HandshakeOrder order -> HandshakeOrders.work(order);
            };
        } catch (IllegalArgumentException e) {
            throw new RequestException(RequestException.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        server.close();
    }
}

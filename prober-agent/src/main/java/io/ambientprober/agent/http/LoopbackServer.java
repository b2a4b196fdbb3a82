package io.ambientprober.agent.http;

import io.ambientprober.agent.http.Doorstep.Caller;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.peer.Fingerprint;
import io.ambientprober.release.ThisRelease;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;

/**
 * A small HTTP server on the loopback device, which a port-forward reaches and the network does not. It speaks TLS 1.3 with one caller,
 * known by its certificate, and reads no request of anybody else: all processes of a node can connect to it. One thread for each
 * connection, of which there are few.
 */
public final class LoopbackServer implements AutoCloseable {
    /** Callers that are not known yet. */
    static final int MOST_STRANGERS = 16;

    /** Of a caller before it is known: a client's part of a handshake takes some 1,000. */
    static final int MOST_BYTES_OF_STRANGERS = 2048;

    /** Connections of the one caller that is known. */
    private static final int MOST_CONNECTIONS = 64;

    private final Settings settings;
    private final Map<String, Route> routes;
    private final Runnable called;
    private final SSLContext tls;
    private final Doorstep doorstep;
    private final Strangers strangers = new Strangers(MOST_STRANGERS);
    private final Set<Caller> connections = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor timer;
    /** A stranger that had to go takes a moment. */
    private final Semaphore threads = new Semaphore(2 * MOST_STRANGERS + MOST_CONNECTIONS);

    /**
     * How it serves.
     *
     * @param own by which the caller knows it
     * @param caller the one that is served
     * @param maxBody bytes of a request's body
     * @param requestTimeout for a handshake, and for a request to come in whole
     * @param answerTimeout for an answer to be on its way, and between requests
     */
    public record Settings(
            Credentials own, Fingerprint caller, int maxBody, Duration requestTimeout, Duration answerTimeout) {}

    /** What a method of a path does; of a path that ends with a slash, of all that are directly below it. */
    public record Route(String method, Endpoint endpoint) {}

    /** Answers a request; may block. */
    public interface Endpoint {
        /** @param name what stands below the route's path; else empty */
        Answer serve(String name, byte[] body) throws RequestException, IOException;
    }

    private LoopbackServer(Settings settings, Map<String, Route> routes, Runnable called) throws IOException {
        this.settings = settings;
        this.routes = Map.copyOf(routes);
        this.called = called;
        tls = settings.own().trustingOnly(settings.caller());
        doorstep = new Doorstep(MOST_BYTES_OF_STRANGERS);
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("patience").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
        Thread.ofPlatform().name("loopback").daemon().start(this::accept);
    }

    /**
     * Returns when the server can be called.
     *
     * @param called told of every request
     * @throws IOException when there is no port to listen on
     */
    public static LoopbackServer start(Settings settings, Map<String, Route> routes, Runnable called)
            throws IOException {
        try {
            return new LoopbackServer(settings, routes, called);
        } catch (IOException e) {
            throw new IOException("cannot listen on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /** For the first line of the process. */
    public Announcement announcement() {
        return new Announcement(
                ThisRelease.version(), doorstep.getLocalPort(), settings.own().fingerprint());
    }

    private void accept() {
        while (!doorstep.isClosed()) {
            threads.acquireUninterruptibly();
            try {
                Caller caller = doorstep.accept();
                strangers.came(caller);
                Thread.ofPlatform().daemon().name("caller").start(() -> serve(caller));
            } catch (IOException e) {
                // It was closed, or a caller went before it was accepted.
                threads.release();
            }
        }
    }

    private void serve(Caller caller) {
        try (caller;
                Patience patience = new Patience(timer, caller)) {
            ServedConnection connection = new ServedConnection(caller, patience, settings);
            connection.shakeHands(tls);
            strangers.left(caller);
            connections.add(caller);
            if (connections.size() <= MOST_CONNECTIONS) {
                connection.serve(this::answer);
            }
        } catch (IOException e) {
            // A caller that is nobody we know, or that went: whom it concerns notices at the other end.
        } finally {
            strangers.left(caller);
            connections.remove(caller);
            threads.release();
        }
    }

    private Answer answer(Request request) throws RequestException, IOException {
        called.run();
        String name = "";
        Route route = routes.get(request.path());
        if (route == null) {
            int slash = request.path().lastIndexOf('/') + 1;
            name = request.path().substring(slash);
            route = name.isEmpty() ? null : routes.get(request.path().substring(0, slash));
        }
        if (route == null) {
            throw new RequestException(RequestException.NOT_FOUND, "no such path: " + request.path());
        }
        if (!route.method().equals(request.method())) {
            throw new RequestException(
                    RequestException.METHOD_NOT_ALLOWED, request.path() + " takes " + route.method());
        }
        return route.endpoint().serve(name, request.body());
    }

    @Override
    public void close() {
        Strangers.close(doorstep);
        timer.shutdownNow();
        connections.forEach(Strangers::close);
    }
}

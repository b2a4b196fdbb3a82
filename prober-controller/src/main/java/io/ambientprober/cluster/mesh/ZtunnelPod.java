package io.ambientprober.cluster.mesh;

import io.ambientprober.cluster.forward.PodForward;
import io.ambientprober.plan.PodName;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.net.URIAuthority;

/** Pages that a ztunnel serves inside its pod, each on a port of its own, through one port-forward. */
final class ZtunnelPod implements Closeable {
    /** A dump of ten thousand pods is a fifth of this. */
    private static final long MAX_BYTES = 64L << 20;

    private static final DefaultBHttpClientConnectionFactory HTTP =
            DefaultBHttpClientConnectionFactory.builder().build();

    private static final URIAuthority LOOPBACK = new URIAuthority("127.0.0.1");
    private static final HttpProcessor HEADERS = new DefaultHttpProcessor(new RequestTargetHost());
    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    private final Map<Page, Socket> sockets;

    /** ztunnel listens for these on its own loopback and on its pod's address (ztunnel, src/config.rs). */
    enum Page {
        CONFIG_DUMP(15000, "config_dump"),
        METRICS(15020, "metrics");

        private final int port;
        private final String title;

        Page(int port, String title) {
            this.port = port;
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    interface Parser<T> {
        T read(InputStream page) throws IOException;
    }

    /** @param sockets which it closes */
    ZtunnelPod(Map<Page, Socket> sockets) {
        this.sockets = new EnumMap<>(sockets);
    }

    /** @param pages that will be read */
    static ZtunnelPod open(KubernetesClient client, PodName pod, Set<Page> pages, Duration timeout) throws IOException {
        List<Page> each = List.copyOf(pages);
        List<Integer> ports = each.stream().map(page -> page.port).toList();
        List<? extends Socket> opened = new PodForward(client, pod, ports).connectAll(timeout);
        Map<Page, Socket> sockets = new EnumMap<>(Page.class);
        for (int i = 0; i < opened.size(); i++) {
            sockets.put(each.get(i), opened.get(i));
        }
        return new ZtunnelPod(sockets);
    }

    /**
     * Once for each page.
     *
     * @param counted told of its bytes as they come
     */
    <T> T read(Page page, Parser<T> parser, LongConsumer counted) throws IOException {
        Socket socket = Objects.requireNonNull(sockets.get(page), page.title());
        HttpClientConnection http = HTTP.createConnection(socket);
        ClassicHttpRequest request = ClassicRequestBuilder.get("/" + page.title())
                .setAuthority(LOOPBACK)
                .build();
        try {
            HttpCoreContext context = HttpCoreContext.create();
            EXECUTOR.preProcess(request, HEADERS, context);
            return parsed(EXECUTOR.execute(request, http, context), parser, counted);
        } catch (HttpException e) {
            throw new IOException("does not speak HTTP/1.1: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("resource") // the body ends with the port-forward; to close it would read what is left of it
    private static <T> T parsed(ClassicHttpResponse response, Parser<T> parser, LongConsumer counted)
            throws IOException {
        if (response.getCode() != HttpStatus.SC_OK) {
            throw new IOException("answered " + response.getCode());
        }
        return parser.read(new BoundedInput(response.getEntity().getContent(), MAX_BYTES, counted));
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets.values()) {
            socket.close();
        }
    }
}

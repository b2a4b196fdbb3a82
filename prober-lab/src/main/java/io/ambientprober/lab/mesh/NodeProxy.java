package io.ambientprober.lab.mesh;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The proxy of one node, a process: reads a {@link ProxyConfig} a line, makes it so, and answers {@code ready} with its version, or
 * {@code failed} with what happened. Ends when its input does, and so never outlives the lab.
 */
public final class NodeProxy {
    public static final String READY = "ready ";
    public static final String FAILED = "failed ";

    private static final long LIMIT_SECONDS = 10;

    private volatile ProxyConfig state = ProxyConfig.EMPTY;
    private final Map<ServedPod, PodProxy> open = new HashMap<>();

    private NodeProxy() {}

    static void main() throws IOException {
        NodeProxy proxy = new NodeProxy();
        ObjectMapper json = new ObjectMapper();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.out.println(proxy.become(json.readValue(line, ProxyConfig.class)));
        }
        System.exit(0);
    }

    private String become(ProxyConfig next) {
        state = next;
        try {
            closeAllBut(Set.copyOf(next.pods()));
            openMissing(next.pods());
            return READY + next.version();
        } catch (Exception e) {
            return FAILED + next.version() + " " + e;
        }
    }

    private void closeAllBut(Set<ServedPod> wanted) throws Exception {
        List<Future<Void>> closing = new ArrayList<>();
        open.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                closing.add(entry.getValue().close());
            }
            return gone;
        });
        await(Future.all(closing));
    }

    private void openMissing(List<ServedPod> wanted) throws Exception {
        Map<ServedPod, Future<PodProxy>> opening = new HashMap<>();
        for (ServedPod pod : wanted) {
            if (!open.containsKey(pod)) {
                opening.put(pod, PodProxy.open(pod, () -> state));
            }
        }
        try {
            await(Future.join(List.copyOf(opening.values())));
        } finally {
            opening.forEach((pod, proxy) -> {
                if (proxy.succeeded()) {
                    open.put(pod, proxy.result());
                }
            });
        }
    }

    private static void await(Future<?> future) throws InterruptedException, TimeoutException {
        future.await(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}

package io.ambientprober.cluster.forward;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What an API server said where something failed: it is wrapped, and differs between a request and a way to a pod. */
public final class Refusal {
    private Refusal() {}

    /** @param code of HTTP; it is 0 where there was no answer */
    public static boolean isWithin(@Nullable Throwable thrown, IntPredicate code) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            int said = switch (cause) {
                case KubernetesClientException e -> e.getCode();
                case WebSocketHandshakeException e -> e.getResponse().code();
                default -> 0;
            };
            if (code.test(said)) {
                return true;
            }
        }
        return false;
    }
}

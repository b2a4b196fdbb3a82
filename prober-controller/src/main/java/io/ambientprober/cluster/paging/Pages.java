package io.ambientprober.cluster.paging;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A list of any length, of which no more than a page is held. */
public final class Pages {
    private Pages() {}

    /** One request of several. */
    public interface Request<T extends HasMetadata, E extends Exception> {
        KubernetesResourceList<T> list(ListOptions options) throws E;
    }

    /**
     * Lists all.
     *
     * @param size objects on a page, at most
     * @param selector of labels; empty for any
     * @param each told of every object
     */
    public static <T extends HasMetadata, E extends Exception> void each(
            long size, String selector, Request<T, E> request, Consumer<T> each) throws E {
        String next = null;
        do {
            KubernetesResourceList<T> page = request.list(new ListOptionsBuilder()
                    .withLimit(size)
                    .withLabelSelector(selector.isEmpty() ? null : selector)
                    .withContinue(next)
                    .build());
            page.getItems().forEach(each);
            next = next(page);
        } while (next != null);
    }

    private static @Nullable String next(KubernetesResourceList<?> page) {
        String next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
        return next == null || next.isEmpty() ? null : next;
    }
}

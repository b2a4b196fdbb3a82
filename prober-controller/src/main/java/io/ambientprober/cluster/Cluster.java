package io.ambientprober.cluster;

import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The API server, whose refusals become one line each. */
public final class Cluster implements AutoCloseable {
    private final KubernetesClient client;
    private final KubernetesClient forwards;
    private volatile boolean wasAway;

    /** With one client for all. */
    public Cluster(KubernetesClient client) {
        this(client, client);
    }

    /** @param forwards the client of port-forwards that stay open */
    Cluster(KubernetesClient client, KubernetesClient forwards) {
        this.client = client;
        this.forwards = forwards;
    }

    /**
     * Whether a request found no API server, however often it was tried. istiod then learns of no new pod either, and what a fresh client
     * cannot deliver says nothing of the mesh.
     */
    boolean wasAway() {
        return wasAway;
    }

    /** For requests that are made through {@link #ask}. */
    public KubernetesClient client() {
        return client;
    }

    /** For port-forwards that stay open. */
    public KubernetesClient forwards() {
        return forwards;
    }

    /**
     * Makes a request.
     *
     * @param what it is, as the object of "cannot"
     */
    public <T> T ask(String what, Supplier<T> request) throws SiteException {
        try {
            return request.get();
        } catch (KubernetesClientException e) {
            throw failure(what, e);
        }
    }

    SiteException failure(String what, KubernetesClientException e) {
        wasAway |= ApiFailure.isNoAnswer(e);
        return ApiFailure.of(what, String.valueOf(client.getMasterUrl()), e);
    }

    /**
     * Creates an object. One that is there already is taken for ours only where it was made by this very request, whose answer was
     * lost; what somebody else put there is never adopted.
     */
    <T extends HasMetadata> T create(T resource) throws SiteException {
        String what = "create " + describe(resource);
        SameObject.mark(resource);
        try {
            return client.resource(resource).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw failure(what, e);
            }
            T found = find(what, resource);
            if (found == null) {
                throw failure(what, e);
            }
            if (SameObject.is(resource, found)) {
                return found;
            }
            throw new SiteException("cannot " + what + ": there is one already, which this run did not make; run again,"
                    + " and look at who made it if that happens twice");
        }
    }

    /** The object of this kind and name that is there; null when there is none. */
    <T extends HasMetadata> @Nullable T find(T resource) throws SiteException {
        return find("get " + describe(resource), resource);
    }

    private <T extends HasMetadata> @Nullable T find(String what, T resource) throws SiteException {
        return ask(what, () -> client.resource(resource).get());
    }

    /** Deletes all objects of a kind that a label selector chooses; where the kind does not exist, there are none. */
    void deleteAll(Kind kind, String namespace, String selector) throws SiteException {
        String uri = kind.path(namespace) + "?labelSelector=" + encode(selector) + "&propagationPolicy=Background";
        try {
            client.raw(uri, "DELETE", null);
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw failure("delete " + kind.plural() + " in namespace " + namespace, e);
            }
        }
    }

    /** The objects of a kind that a label selector chooses; none where the kind does not exist. */
    GenericKubernetesResourceList list(Kind kind, String path, String selector) throws SiteException {
        return page(kind, path + "?labelSelector=" + encode(selector));
    }

    /** Whether there is any object of a kind that a label selector chooses. */
    boolean any(Kind kind, String path, String selector) throws SiteException {
        return !page(kind, path + "?limit=1&labelSelector=" + encode(selector))
                .getItems()
                .isEmpty();
    }

    private GenericKubernetesResourceList page(Kind kind, String uri) throws SiteException {
        String what = "list " + kind.plural();
        try {
            String json = client.raw(uri);
            if (json == null) {
                return new GenericKubernetesResourceList();
            }
            return client.getKubernetesSerialization().unmarshal(json, GenericKubernetesResourceList.class);
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return new GenericKubernetesResourceList();
            }
            throw failure(what, e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public static String describe(HasMetadata resource) {
        String namespace = resource.getMetadata().getNamespace();
        return resource.getKind() + " " + (namespace == null ? "" : namespace + "/")
                + resource.getMetadata().getName();
    }

    @Override
    public void close() {
        forwards.close();
        client.close();
    }
}

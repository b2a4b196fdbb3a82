package io.ambientprober.cluster;

import io.ambientprober.concurrent.Deadline;
import io.ambientprober.input.Printable;
import io.ambientprober.peer.Announcement;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The log of a pod, of which only the first line is read. Whatever else runs on a node's network can answer on its ports; it cannot
 * write here.
 */
final class PodLog {
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    private final Cluster cluster;
    private final PodName pod;

    PodLog(Cluster cluster, PodName pod) {
        this.cluster = cluster;
        this.pod = pod;
    }

    /** Whether a line may still come. */
    interface Hope {
        void require() throws SiteException;
    }

    /**
     * Where the pod listens, and how it is known there.
     *
     * @param hope is asked for again and again, as long as there is no line
     * @throws SiteException when there is none in time, or another
     */
    Announcement announcement(Hope hope, Duration timeout) throws SiteException {
        Deadline deadline = new Deadline(System::nanoTime, timeout);
        for (long pause = FIRST_PAUSE_MILLIS; true; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            hope.require();
            String line = firstLine(deadline.left());
            if (line != null) {
                return parse(line);
            }
            if (deadline.left().compareTo(Duration.ofMillis(pause)) < 0) {
                throw late();
            }
            pause(pause);
        }
    }

    SiteException late() {
        return new SiteException("pod " + pod + " did not say in time where it listens; see kubectl -n "
                + pod.namespace() + " logs " + pod.name());
    }

    private Announcement parse(String line) throws SiteException {
        try {
            return Announcement.parse(line);
        } catch (IllegalArgumentException e) {
            throw new SiteException(
                    "the first line of the log of pod " + pod + " " + e.getMessage() + ": " + Printable.of(line)
                            + "; use the image of this version",
                    e);
        }
    }

    /** As below, in time: of a node that is gone the client would ask for minutes. */
    private @Nullable String firstLine(Duration left) throws SiteException {
        FutureTask<@Nullable String> reading = new FutureTask<>(this::firstLine);
        Thread.ofVirtual().name("log of " + pod).start(reading);
        try {
            return reading.get(left.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw late();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SiteException own) {
                throw own;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            throw SiteException.interrupted(e);
        } finally {
            reading.cancel(true);
        }
    }

    /** Null as long as there is none. */
    private @Nullable String firstLine() throws SiteException {
        String log;
        try {
            log = Objects.requireNonNullElse(cluster.client().raw(path()), "");
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST) {
                return null; // a container that has not started has no log
            }
            throw cluster.failure("read the log of pod " + pod, e);
        }
        int end = log.indexOf('\n');
        return end >= 0 ? log.substring(0, end) : log.length() < Announcement.MAX_BYTES ? null : log;
    }

    private String path() {
        return Kind.POD.path(pod.namespace()) + "/" + pod.name() + "/log?limitBytes=" + Announcement.MAX_BYTES;
    }

    static void pause(long millis) throws SiteException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw SiteException.interrupted(e);
        }
    }
}

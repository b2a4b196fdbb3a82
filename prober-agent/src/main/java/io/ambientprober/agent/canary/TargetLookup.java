package io.ambientprober.agent.canary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks a name up within a time; the platform's own look-up has none. */
final class TargetLookup {
    private TargetLookup() {}

    static InetAddress lookUp(String name, ClientDeadline end) throws IOException {
        FutureTask<InetAddress> lookup = new FutureTask<>(() -> InetAddress.getByName(name));
        Thread.ofPlatform().daemon().name("lookup").start(lookup);
        try {
            return lookup.get(end.millisLeft(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no answer within the time allowed (timeout)", e);
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() instanceof UnknownHostException ? "no such name, or no DNS server answers" : "failed",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

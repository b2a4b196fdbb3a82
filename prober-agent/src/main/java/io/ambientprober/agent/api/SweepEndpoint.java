package io.ambientprober.agent.api;

import io.ambientprober.agent.handshake.PodSweep;
import io.ambientprober.agent.http.Answer;
import io.ambientprober.agent.http.LoopbackServer.Endpoint;
import io.ambientprober.agent.http.RequestException;
import io.ambientprober.api.SweepAnswerJson;
import io.ambientprober.api.SweepOrderJson;
import io.ambientprober.api.TimedSweep;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** Sweeps pods while its caller waits, one order at a time. It has nothing to do with what is captured. */
final class SweepEndpoint implements Endpoint {
    private final Semaphore free = new Semaphore(1);
    private final Runnable called;

    /** @param called told when a sweep ends, which may be long after it was asked for */
    SweepEndpoint(Runnable called) {
        this.called = called;
    }

    @Override
    public Answer serve(String name, byte[] body) throws RequestException {
        TimedSweep sweep = order(body);
        if (!free.tryAcquire()) {
            throw new RequestException(RequestException.CONFLICT, "a sweep is under way");
        }
        try {
            return Answer.json(SweepAnswerJson.bytes(PodSweep.of(sweep)));
        } catch (IllegalArgumentException e) {
            throw new RequestException(RequestException.BAD_REQUEST, "roots: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RequestException(RequestException.INTERNAL, "interrupted");
        } finally {
            free.release();
            called.run();
        }
    }

    private static TimedSweep order(byte[] body) throws RequestException {
        try {
            return SweepOrderJson.read(body);
        } catch (IOException e) {
            throw new RequestException(RequestException.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }
}

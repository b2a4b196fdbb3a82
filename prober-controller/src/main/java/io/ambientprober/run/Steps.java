package io.ambientprober.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells the listener of each step's beginning and end. */
final class Steps {
    interface Work<T> {
        T call() throws SiteException;
    }

    private final RunEvent.Listener listener;
    private final LongSupplier nanoTime;

    Steps(RunEvent.Listener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    <T> T step(Step step, Work<T> work) throws SiteException {
        long began = nanoTime.getAsLong();
        listener.event(new RunEvent.StepBegan(step));
        try {
            T result = work.call();
            listener.event(new RunEvent.StepEnded(step, since(began)));
            return result;
        } catch (SiteException e) {
            listener.event(new RunEvent.StepFailed(step, since(began), String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }
}

package io.ambientprober.run;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells the listener of each step's beginning and end. */
final class Steps {
    interface Step<T> {
        T call() throws SiteException;
    }

    private final RunEvent.Listener listener;
    private final LongSupplier nanoTime;

    Steps(RunEvent.Listener listener, LongSupplier nanoTime) {
        this.listener = listener;
        this.nanoTime = nanoTime;
    }

    <T> T step(String name, Step<T> step) throws SiteException {
        long began = nanoTime.getAsLong();
        listener.event(new RunEvent.StepBegan(name));
        try {
            T result = step.call();
            listener.event(new RunEvent.StepEnded(name, since(began)));
            return result;
        } catch (SiteException e) {
            listener.event(new RunEvent.StepFailed(name, since(began), String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }
}

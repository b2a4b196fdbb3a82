package io.ambientprober.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An agent's answer as it is on the wire. */
public final class SentObservations {
    private SentObservations() {}

    public static byte[] bytes(Observations observations) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ObservationsJson.write(observations, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

package io.ambientprober.run;

import io.ambientprober.run.Agent.Observations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An agent's answer as it is on the wire. */
final class SentObservations {
    private SentObservations() {}

    static byte[] bytes(Observations observations) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ObservationsJson.write(observations, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}

package io.ambientprober.run;

import io.ambientprober.api.Observations;
import io.ambientprober.api.ObservationsJson;
import io.ambientprober.plan.Tap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What a node saw, until it is judged. What an agent answered is packed meanwhile, as thousands of agents are asked for more before that. */
public final class KeptObservations {
    private final Tap tap;
    private final Supplier<Observations> whole;

    private KeptObservations(Tap tap, Supplier<Observations> whole) {
        this.tap = tap;
        this.whole = whole;
    }

    /** As they are. */
    public static KeptObservations of(Observations seen) {
        return new KeptObservations(seen.tap(), () -> seen);
    }

    /**
     * An agent's answer, packed, once it was read and found right.
     *
     * @throws IOException as {@link ObservationsJson#read} does
     */
    static KeptObservations answered(String node, byte[] json) throws IOException {
        Tap tap = read(node, json).tap();
        byte[] packed = packed(json);
        return new KeptObservations(tap, () -> unpacked(node, packed));
    }

    private static Observations read(String node, byte[] json) throws IOException {
        return ObservationsJson.read(node, OwnFolder.name(node, ".pcapng"), json);
    }

    private static byte[] packed(byte[] json) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(json);
        }
        return packed.toByteArray();
    }

    private static Observations unpacked(String node, byte[] packed) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return read(node, gzip.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("what was read once can be read again", e);
        }
    }

    Tap tap() {
        return tap;
    }

    /** Read again each time. */
    public Observations observations() {
        return whole.get();
    }
}

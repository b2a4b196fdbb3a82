package io.ambientprober.fuzz;

import java.io.IOException;
import java.util.stream.Stream;

/** A place where bytes of strangers enter. */
public interface Entrance {
    /**
     * Reads what anybody may have sent. Returns where it was read, or refused as its reader says that it refuses.
     *
     * @throws AssertionError when something is not as it has to be, whatever was sent
     */
    void read(byte[] input) throws IOException;

    /** Small inputs from which a fuzzer finds others. */
    Stream<byte[]> seeds() throws IOException;
}

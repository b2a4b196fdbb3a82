package io.ambientprober.evidence;

import io.ambientprober.wire.CaptureReader;
import io.ambientprober.wire.Packet;
import java.io.Closeable;
import java.io.IOException;

/**
 * A file of a tap that is being read.
 *
 * @param packet the one that was read last
 */
record OpenFile(String name, CaptureReader reader, Packet packet) implements Closeable {
    @Override
    public void close() throws IOException {
        reader.close();
    }
}

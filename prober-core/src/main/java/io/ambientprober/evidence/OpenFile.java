package io.ambientprober.evidence;

import io.ambientprober.wire.CaptureReader;
import io.ambientprober.wire.Packet;
import java.io.Closeable;
import java.io.IOException;

/**
 * A file of a tap that is being read.
 *
 * @param packet the one that was read last
 * @param sum of those that were handed on
 */
record OpenFile(String name, CaptureReader reader, Packet packet, PacketSum sum) implements Closeable {
    @Override
    public void close() throws IOException {
        reader.close();
    }
}

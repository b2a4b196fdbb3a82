package io.ambientprober.evidence;

import io.ambientprober.wire.CaptureReader;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.TokenScanner;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One file of a tap.
 *
 * @param name as the plan has it
 * @param firstNanos time of its first packet; of a file without packets, the end of all time
 */
record TapFile(String name, Path file, long firstNanos) {
    /** When it begins does not matter. */
    static TapFile alone(String name, Path folder) {
        return new TapFile(name, folder.resolve(name), 0);
    }

    static TapFile oneOfSeveral(String name, Path folder) throws IOException {
        Path file = folder.resolve(name);
        try (CaptureReader reader = CaptureReader.open(file)) {
            Packet first = new Packet();
            return new TapFile(name, file, reader.next(first) ? first.timeNanos() : Long.MAX_VALUE);
        }
    }

    OpenFile open(String run) throws IOException {
        return new OpenFile(name, CaptureReader.open(file, new TokenScanner(run)), new Packet(), new PacketSum());
    }
}

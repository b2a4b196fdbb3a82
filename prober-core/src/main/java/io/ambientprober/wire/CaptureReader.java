package io.ambientprober.wire;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads the packets of one capture file in their order, in large chunks and constant memory. */
public interface CaptureReader extends Closeable {

    /**
     * Opens a pcap or pcapng file, plain or compressed.
     *
     * @throws CaptureFormatException when it is neither, or ends before its first header does
     */
    @SuppressWarnings("DoNotCallSuggester")
    static CaptureReader open(Path file) throws IOException {
        return CaptureFiles.open(file, null);
    }

    /**
     * As {@link #open(Path)}, and marks packets that are known to hold no token: see {@link Packet#isTokenless()}.
     *
     * @param scanner for the reader alone, which uses it on a thread of its own
     */
    static CaptureReader open(Path file, TokenScanner scanner) throws IOException {
        return CaptureFiles.open(file, scanner);
    }

    /**
     * Points {@code packet} at the next packet; it holds until the next call.
     *
     * @return false at the end, and where what follows is not a packet: then there are {@link #faults()}
     */
    boolean next(Packet packet) throws IOException;

    /** Packets that the capture itself says were dropped (pcapng interface statistics), so far. */
    long dropped();

    /** Where packets were dropped, by the capture's own counters. */
    List<String> notes();

    /** Why the capture is not whole, each with the byte, packet or interface; the first few, so far. Empty when nothing is wrong. */
    List<String> faults();
}

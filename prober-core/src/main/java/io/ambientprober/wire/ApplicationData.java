package io.ambientprober.wire;

import java.util.List;

/**
 * The application-data records (type 23) of one direction of a connection. All lengths are those of bodies, without the five bytes of a
 * record's header, and with what encryption adds.
 *
 * @param records headers read
 * @param bytes captured
 * @param first lengths of the first records, at most {@link #FIRST}; of a connection whose beginning was captured TLS 1.3 hides its
 *     handshake in them
 * @param small the records after those that leave {@link #SMALL} bytes or less
 */
public record ApplicationData(long records, long bytes, List<Integer> first, Small small) {
    /** Certificates and Finished, session tickets, SETTINGS and the first CONNECT: measured of ztunnel. */
    public static final int FIRST = 3;

    /** What frames of no stream hold, such as PING (RFC 9113, section 6.7), and no piece of a canary but its last. */
    public static final int SMALL = 64;

    /** The header of an HTTP/2 frame (RFC 9113, section 4.1); a record holds one or more. */
    public static final int FRAME_HEADER = 9;

    public static final ApplicationData NONE = new ApplicationData(0, 0, List.of(), Small.NONE);

    public ApplicationData {
        first = List.copyOf(first);
    }

    /**
     * Small records, told apart by how much encryption adds to each.
     *
     * @param under16 records that are small where it adds 16 bytes
     * @param under17 the same for 17
     * @param under24 the same for 24
     */
    public record Small(Sum under16, Sum under17, Sum under24) {
        public static final Small NONE = new Small(Sum.NONE, Sum.NONE, Sum.NONE);

        Sum of(RecordOverhead overhead) {
            return switch (overhead) {
                case TLS_1_3 -> under17;
                case AES_GCM -> under24;
                case CHACHA20, UNREAD, NOT_FIXED -> under16;
            };
        }
    }

    /** Some records, and the bytes of their bodies. */
    public record Sum(long records, long bytes) {
        public static final Sum NONE = new Sum(0, 0);
    }

    /** What may be a canary's, or goes with one: without encryption and frame headers. */
    public long content(RecordOverhead overhead) {
        return Math.max(0, bytes - records * taken(overhead));
    }

    /** As {@link #content}, of the first records only. */
    public long firstContent(RecordOverhead overhead) {
        long content = 0;
        for (int length : first) {
            content += Math.max(0, length - taken(overhead));
        }
        return content;
    }

    /** As {@link #content}, of the small records only. */
    public long smallContent(RecordOverhead overhead) {
        Sum sum = small.of(overhead);
        return Math.max(0, sum.bytes() - sum.records() * taken(overhead));
    }

    private static int taken(RecordOverhead overhead) {
        return overhead.bytes() + FRAME_HEADER;
    }
}

package io.ambientprober.wire;

import java.util.Arrays;

/**
 * Puts fragmented IP datagrams together (RFC 791, RFC 8200 section 4.5). Memory is bounded: the oldest unfinished datagram makes
 * room for a new one.
 */
final class IpFragments {
    /** Datagrams under way at once. Fragments of one datagram follow each other closely in a capture. */
    private static final int DATAGRAMS = 32;

    private static final int MAX_LENGTH = 65_535;
    /** In units of 8 bytes, the only boundary that fragments have. */
    private static final int UNITS = MAX_LENGTH / 8 + 1;

    private final Datagram[] datagrams = new Datagram[DATAGRAMS];
    private long clock;
    private byte[] whole = new byte[0];

    /**
     * Adds a fragment of the datagram that {@code headers} name.
     *
     * @return the length of the datagram that it completed, else 0
     */
    int add(Headers headers, Fragment fragment) {
        if (fragment.end() > MAX_LENGTH || fragment.more && (fragment.length & 7) != 0) {
            return 0;
        }
        Datagram datagram = find(headers, fragment);
        datagram.lastUsed = ++clock;
        if (datagram.complete) {
            if (datagram.holds(fragment)) {
                return 0; // a copy, as another device shows it: were it kept, the next datagram of this id would be
                // made of both
            }
            datagram.begin(headers, fragment);
        }
        int complete = datagram.add(fragment);
        if (complete > 0) {
            whole = datagram.bytes;
            datagram.complete = true;
        }
        return complete;
    }

    /** The bytes of the datagram that the last {@link #add} completed, until the next one. */
    byte[] datagram() {
        return whole;
    }

    private Datagram find(Headers headers, Fragment fragment) {
        int free = 0;
        long oldest = Long.MAX_VALUE;
        for (int i = 0; i < DATAGRAMS; i++) {
            Datagram datagram = datagrams[i];
            if (datagram == null) {
                datagram = new Datagram();
                datagrams[i] = datagram;
            }
            if (datagram.inUse && datagram.matches(headers, fragment)) {
                return datagram;
            }
            long age = datagram.age();
            if (age < oldest) {
                oldest = age;
                free = i;
            }
        }
        Datagram datagram = datagrams[free];
        datagram.begin(headers, fragment);
        return datagram;
    }

    private static final class Datagram {
        private boolean inUse;
        private boolean complete;
        private long lastUsed;
        private long sourceHigh;
        private long sourceLow;
        private long destinationHigh;
        private long destinationLow;
        private int protocol;
        private int id;
        private byte[] bytes = new byte[2048];
        private final long[] present = new long[UNITS / 64 + 1];
        private int units;
        private int total;

        /** Grows; below zero where nothing is lost that is under way. */
        long age() {
            if (!inUse) {
                return Long.MIN_VALUE;
            }
            return complete ? lastUsed - Long.MAX_VALUE : lastUsed;
        }

        boolean matches(Headers headers, Fragment fragment) {
            return id == fragment.id
                    && protocol == fragment.protocol
                    && sourceLow == headers.sourceLow
                    && destinationLow == headers.destinationLow
                    && sourceHigh == headers.sourceHigh
                    && destinationHigh == headers.destinationHigh;
        }

        void begin(Headers headers, Fragment fragment) {
            inUse = true;
            complete = false;
            sourceHigh = headers.sourceHigh;
            sourceLow = headers.sourceLow;
            destinationHigh = headers.destinationHigh;
            destinationLow = headers.destinationLow;
            protocol = fragment.protocol;
            id = fragment.id;
            Arrays.fill(present, 0);
            units = 0;
            total = 0;
        }

        boolean holds(Fragment fragment) {
            int at = fragment.at;
            return fragment.end() <= total
                    && Arrays.equals(bytes, fragment.offset, fragment.end(), fragment.data, at, at + fragment.length);
        }

        int add(Fragment fragment) {
            int end = fragment.end();
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(MAX_LENGTH, Integer.highestOneBit(end) * 2));
            }
            System.arraycopy(fragment.data, fragment.at, bytes, fragment.offset, fragment.length);
            for (int unit = fragment.offset / 8; unit < (end + 7) / 8; unit++) {
                long bit = 1L << unit;
                if ((present[unit >>> 6] & bit) == 0) {
                    present[unit >>> 6] |= bit;
                    units++;
                }
            }
            if (!fragment.more) {
                total = end;
            }
            return total > 0 && units == (total + 7) / 8 ? total : 0;
        }
    }
}

package io.ambientprober.wire;

import java.util.Arrays;

/**
 * Finds where TLS records begin in the middle of an old connection: the first place from which record headers follow each other to the
 * end of what was captured. Enough bytes without such a place are proof that they are no TLS.
 */
final class RecordSearch {
    enum Outcome {
        UNDECIDED,
        FOUND,
        IMPOSSIBLE
    }

    /** The first header comes at the latest after the rest of the largest record, of whose header up to four bytes may be left. */
    private static final int LAST_BEGIN = RecordHeader.LENGTH - 1 + RecordHeader.MAX_BODY;

    /** Enough to see the first header, the largest body and the header after it. */
    private static final int ENOUGH = LAST_BEGIN + RecordHeader.LENGTH + RecordHeader.MAX_BODY + RecordHeader.LENGTH;

    /** Up to here every addition is searched, later ones at growing steps, so that the work stays linear. */
    private static final int SEARCH_EACH = 4096;

    private static final int TLS_1_2 = 0x0303;
    /** legacy_version of a hello, behind the record's and the message's header; a ClientHello's record may say TLS 1.0. */
    private static final int HELLO_VERSION_AT = RecordHeader.LENGTH + 4;

    /** As much as a few packets bring at first. */
    private static final int LEAST = 256;

    private byte[] bytes = new byte[LEAST];
    private int length;
    private int recordAt;
    private int nextTry;

    void add(byte[] data, int at, int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, Math.min(ENOUGH, bytes.length * 2)));
        }
        System.arraycopy(data, at, bytes, length, count);
        length += count;
    }

    Outcome outcome() {
        if (Appearance.isPlaintext(bytes, 0, length)) {
            return Outcome.IMPOSSIBLE;
        }
        if (length >= nextTry || length >= ENOUGH) {
            nextTry = length < SEARCH_EACH ? 0 : length + length / 4;
            for (int at = 0; at <= Math.min(LAST_BEGIN, length - RecordHeader.LENGTH); at++) {
                if (isChain(at)) {
                    recordAt = at;
                    return Appearance.textIn(bytes, 0, at) < 0 ? Outcome.FOUND : Outcome.IMPOSSIBLE;
                }
            }
        }
        return length >= ENOUGH ? Outcome.IMPOSSIBLE : Outcome.UNDECIDED;
    }

    /** As {@link #outcome()}, when nothing more will be added. */
    Outcome lastOutcome() {
        nextTry = 0;
        Outcome outcome = outcome();
        boolean isText = outcome == Outcome.UNDECIDED && Appearance.textIn(bytes, 0, length) >= 0;
        return isText || outcome == Outcome.UNDECIDED && hasNoBegin() ? Outcome.IMPOSSIBLE : outcome;
    }

    /** More bytes than the rest of a record has, and no header to be seen where one must be. */
    private boolean hasNoBegin() {
        if (length < LAST_BEGIN + RecordHeader.LENGTH) {
            return false;
        }
        for (int at = 0; at <= LAST_BEGIN; at++) {
            if (headers(at) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Two headers in a row, or one whose record ends exactly with the bytes: by chance about once in 10^11 places. */
    private boolean isChain(int begin) {
        int headers = headers(begin);
        return headers >= 2 || headers == 1 && begin + recordLength(begin) == length;
    }

    /** How many headers follow each other to the end of the bytes; none where anything else stands in the place of one. */
    private int headers(int begin) {
        int at = begin;
        int headers = 0;
        while (at + RecordHeader.LENGTH <= length) {
            boolean usual = RecordHeader.isValid(bytes, at) && Bytes.u16(bytes, at + 1) == TLS_1_2;
            if (!usual && !(at == 0 && isHello())) {
                return 0;
            }
            headers++;
            at += recordLength(at);
        }
        return headers;
    }

    private int recordLength(int at) {
        return RecordHeader.LENGTH + RecordHeader.body(bytes, at);
    }

    /** Whether the bytes begin with a hello, so that only the SYN before them was not captured. */
    boolean isHello() {
        return length > HELLO_VERSION_AT + 1
                && RecordHeader.isValid(bytes, 0)
                && RecordHeader.type(bytes, 0) == RecordHeader.HANDSHAKE
                && TlsMessages.isHello(bytes[RecordHeader.LENGTH])
                && Bytes.u16(bytes, HELLO_VERSION_AT) == TLS_1_2;
    }

    /** How much memory it takes. */
    int size() {
        return bytes.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Where the first record found begins. */
    int recordAt() {
        return recordAt;
    }

    String appearance() {
        return Appearance.of(bytes, 0, length);
    }

    /** Where the bytes begin that are no TLS. */
    int refusedAt() {
        return Math.max(0, Appearance.textIn(bytes, 0, length));
    }
}

package io.ambientprober.wire;

import io.ambientprober.wire.TlsFacts.Alert;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks the TLS records of one direction of a connection, from its first byte or, for a connection older than the capture, from where
 * a chain of record headers is found. A length field says how far to walk, never how much to keep.
 */
public final class TlsRecords implements StreamSink, WaitingBudget.Holder {
    private enum State {
        /** Where records begin is not known. */
        SEARCHING,
        /** At, or inside, a record header. */
        HEADER,
        BODY,
        /** Where records begin will not be known. */
        LOST,
        NOT_TLS
    }

    private static final int ALERT_LENGTH = 2;

    private final Direction direction;
    private final TlsHandshake handshake;
    private final RecordBorders borders;
    private final WaitingBudget budget;
    private @Nullable TlsMessages messages;
    private boolean handshakeOver;
    private State state = State.HEADER;
    private boolean begun;
    private boolean fromStart;
    private byte @Nullable [] header;
    private int headerHave;
    private int type;
    private int left;
    private boolean alertReadable;
    private int alertLevel;
    private long records;
    private @Nullable ApplicationDataCounter application;
    private long bytes;
    /** Of the stream, captured or not. */
    private long passed;
    /** Where in the stream the bytes at hand begin. */
    private long chunkAt;
    /** Where in the stream the search for a record began. */
    private long searchAt;
    /** Where in the stream the bytes begin that are no TLS. */
    private long refusedAt;

    private @Nullable RecordSearch search;
    private @Nullable String looksLike;
    private String excerpt = "";

    TlsRecords(Direction direction, TlsHandshake handshake, RecordBorders borders, WaitingBudget budget) {
        this.direction = direction;
        this.handshake = handshake;
        this.borders = borders;
        this.budget = budget;
    }

    /** Said once before the first byte: whether it is the first of the connection. */
    void begins(boolean atStart) {
        if (!begun) {
            begun = true;
            fromStart = atStart;
            if (!atStart) {
                lose();
            }
        }
    }

    @Override
    public void bytes(byte[] data, int at, int length) {
        bytes += length;
        chunkAt = passed;
        passed += length;
        if (state == State.SEARCHING) {
            search(data, at, length);
        } else {
            walk(data, at, at + length);
        }
    }

    private void walk(byte[] data, int from, int end) {
        int at = from;
        while (at < end) {
            switch (state) {
                case HEADER -> at = header(data, at, end);
                case BODY -> at = body(data, at, end);
                case NOT_TLS, SEARCHING, LOST -> {
                    return;
                }
            }
        }
    }

    private int header(byte[] data, int at, int end) {
        if (headerHave == 0 && end - at >= RecordHeader.LENGTH) {
            return begin(data, at, data, at + RecordHeader.LENGTH, end);
        }
        if (header == null) {
            header = new byte[RecordHeader.LENGTH];
        }
        int taken = Math.min(RecordHeader.LENGTH - headerHave, end - at);
        chunkAt -= headerHave;
        System.arraycopy(data, at, header, headerHave, taken);
        headerHave += taken;
        if (headerHave < RecordHeader.LENGTH) {
            return end;
        }
        headerHave = 0;
        return begin(header, 0, data, at + taken, end);
    }

    /** The record whose header stands at {@code headerAt}, and whose body begins at {@code at} of {@code data}. */
    private int begin(byte[] itsHeader, int headerAt, byte[] data, int at, int end) {
        if (!RecordHeader.isValid(itsHeader, headerAt)) {
            byte[] refused = joined(itsHeader, headerAt, data, at, end);
            refuse(chunkAt, Appearance.of(refused, 0, refused.length), refused, 0, refused.length);
            return end;
        }
        type = RecordHeader.type(itsHeader, headerAt);
        left = RecordHeader.body(itsHeader, headerAt);
        state = left > 0 ? State.BODY : State.HEADER;
        records++;
        if (type == RecordHeader.APPLICATION_DATA) {
            applicationData().record(left);
        }
        alertReadable = type == RecordHeader.ALERT && left == ALERT_LENGTH;
        if (records == 1 && fromStart && !opensConnection(type)) {
            byte[] refused = joined(itsHeader, headerAt, data, at, end);
            refuse(chunkAt, "TLS-like records without a handshake", refused, 0, refused.length);
            return end;
        }
        return at;
    }

    private ApplicationDataCounter applicationData() {
        ApplicationDataCounter counter = application;
        if (counter == null) {
            counter = new ApplicationDataCounter();
            application = counter;
            if (handshake.encrypts()) {
                borders.expectEncryption();
            }
        }
        handshakeOver();
        return counter;
    }

    /** Handshake messages after this are encrypted or lost. */
    private void handshakeOver() {
        handshakeOver = true;
        if (messages != null) {
            messages.end();
            messages = null;
        }
    }

    private void handshake(byte[] data, int at, int length) {
        if (handshakeOver) {
            return;
        }
        if (messages == null) {
            messages = new TlsMessages(direction, handshake, budget);
        }
        messages.bytes(data, at, length);
    }

    private boolean opensConnection(int recordType) {
        return recordType == RecordHeader.HANDSHAKE
                || recordType == RecordHeader.ALERT && direction == Direction.SERVER_TO_CLIENT;
    }

    private int body(byte[] data, int at, int end) {
        int taken = Math.min(left, end - at);
        borders.body(data, at, taken, left);
        switch (type) {
            case RecordHeader.APPLICATION_DATA ->
                Objects.requireNonNull(application).captured(taken);
            case RecordHeader.HANDSHAKE -> handshake(data, at, taken);
            case RecordHeader.ALERT -> alert(data, at, taken);
            default -> {} // ChangeCipherSpec is taken note of at its end
        }
        left -= taken;
        if (left == 0) {
            endRecord();
        }
        return at + taken;
    }

    private void endRecord() {
        state = State.HEADER;
        if (type == RecordHeader.CHANGE_CIPHER_SPEC && messages != null) {
            messages.changeCipherSpec();
        }
    }

    /** An encrypted alert is longer than the two bytes of a readable one. */
    private void alert(byte[] data, int at, int taken) {
        if (!alertReadable) {
            return;
        }
        for (int i = 0; i < taken; i++) {
            int value = Bytes.u8(data, at + i);
            if (left - i == ALERT_LENGTH) {
                alertLevel = value;
            } else {
                handshake.alert(new Alert(direction, alertLevel, value));
            }
        }
    }

    @Override
    public void missing(long count) {
        borders.missing();
        passed += count;
        if (state == State.SEARCHING) {
            lose();
            return;
        }
        long gone = count;
        while (gone > 0 && state == State.BODY) {
            int skipped = (int) Math.min(left, gone);
            gone -= skipped;
            left -= skipped;
            if (type == RecordHeader.HANDSHAKE) {
                handshakeOver();
            }
            if (left == 0) {
                endRecord();
            }
        }
        if (gone > 0 && state == State.HEADER) {
            lose();
        }
    }

    private void lose() {
        endSearch();
        state = State.SEARCHING;
        fromStart = false;
        headerHave = 0;
        handshakeOver();
        search = new RecordSearch();
        searchAt = passed;
    }

    private void search(byte[] data, int at, int length) {
        RecordSearch searching = Objects.requireNonNull(search, "search is null");
        searching.add(data, at, length);
        switch (searching.outcome()) {
            case UNDECIDED -> budget.holds(this, searching.size());
            case FOUND -> resume(searching);
            case IMPOSSIBLE -> refuse(searching);
        }
    }

    /** Where its records begin was not found while there was room for its bytes: nothing will be counted of them. */
    @Override
    public void giveUp() {
        search = null;
        state = State.LOST;
    }

    private void endSearch() {
        search = null;
        budget.letsGo(this);
    }

    private void resume(RecordSearch found) {
        endSearch();
        state = State.HEADER;
        chunkAt = searchAt;
        // behind a gap another one is none of this connection's
        if (records == 0 && found.recordAt() == 0 && found.isHello()) {
            handshakeOver = false;
        }
        walk(found.bytes(), found.recordAt(), found.length());
    }

    /** The capture has ended: what was searched so far is all there is, and so is a header of which some bytes came. */
    void finish() {
        if (state == State.HEADER && header != null && headerHave > 0 && !RecordHeader.mayBegin(header, headerHave)) {
            refuse(passed - headerHave, Appearance.of(header, 0, headerHave), header, 0, headerHave);
        }
        if (search != null) {
            switch (search.lastOutcome()) {
                case UNDECIDED -> {}
                case FOUND -> resume(search);
                case IMPOSSIBLE -> refuse(search);
            }
        }
    }

    private static byte[] joined(byte[] itsHeader, int headerAt, byte[] data, int at, int end) {
        int rest = Math.min(Excerpt.MAX_BYTES, end - at);
        byte[] joined = Arrays.copyOf(
                Arrays.copyOfRange(itsHeader, headerAt, headerAt + RecordHeader.LENGTH), RecordHeader.LENGTH + rest);
        System.arraycopy(data, at, joined, RecordHeader.LENGTH, rest);
        return joined;
    }

    private void refuse(RecordSearch failed) {
        int from = failed.refusedAt();
        refuse(searchAt + from, failed.appearance(), failed.bytes(), from, failed.length());
    }

    private void refuse(long offset, String appearance, byte[] data, int from, int end) {
        endSearch();
        state = State.NOT_TLS;
        refusedAt = offset;
        looksLike = appearance;
        excerpt = Excerpt.of(data, from, end);
    }

    boolean isRefused() {
        return state == State.NOT_TLS;
    }

    /**
     * What the bytes so far are.
     *
     * @param refusedBy the packet, from 1, that showed bytes that are not TLS
     */
    Framing framing(long refusedBy) {
        if (looksLike != null) {
            return new Framing.NotTls(looksLike, refusedBy, excerpt, refusedAt);
        }
        if (bytes == 0) {
            return new Framing.Empty();
        }
        if (records == 0 || state == State.LOST) {
            return new Framing.Unaligned(bytes);
        }
        return new Framing.Tls(fromStart, records, application == null ? ApplicationData.NONE : application.sums());
    }
}

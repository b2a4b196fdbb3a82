package io.ambientprober.wire;

/** What the bytes of one direction of a connection turned out to be. */
public sealed interface Framing {
    /** No payload was captured. */
    record Empty() implements Framing {}

    /**
     * Bytes of an old connection, too few to find where its records begin, or more than there was room for.
     *
     * @param bytes payload bytes looked at
     */
    record Unaligned(long bytes) implements Framing {}

    /**
     * TLS records (RFC 8446, section 5.1), every byte from where their first header was found.
     *
     * @param fromStart from the first byte of the connection; otherwise found again in the middle of it
     * @param records record headers read
     * @param application those of type application_data (23)
     */
    record Tls(boolean fromStart, long records, ApplicationData application) implements Framing {}

    /**
     * Bytes that are not TLS records.
     *
     * @param looksLike what they look like, for example {@code HTTP/2 preface}
     * @param packet the place in its capture, from 1, of the packet that showed it
     * @param excerpt the first such bytes, escaped to printable ASCII
     * @param offset from the first byte of the direction, where they begin, or the segment that holds them
     */
    record NotTls(String looksLike, long packet, String excerpt, long offset) implements Framing {}
}

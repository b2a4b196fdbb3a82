package io.ambientprober.wire;

/** The five bytes before every TLS record: type, version, length (RFC 8446, section 5.1; RFC 5246, section 6.2.1). */
final class RecordHeader {
    static final int LENGTH = 5;

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;
    /** RFC 6520. */
    private static final int HEARTBEAT = 24;

    /** The largest body: 2^14 plus 2,048 in TLS 1.2; TLS 1.3 allows 256 more than 2^14. */
    static final int MAX_BODY = (1 << 14) + 2048;

    /** Of the record of a ClientHello, where a server must not mind it (RFC 5246, appendix E.1; RFC 8446, section 5.1). */
    private static final int SSL_3 = 0x0300;

    private static final int TLS_1_0 = 0x0301;
    private static final int TLS_1_2 = 0x0303;

    private RecordHeader() {}

    static boolean isValid(byte[] data, int at) {
        int type = data[at];
        int version = Bytes.u16(data, at + 1);
        int length = body(data, at);
        return type >= CHANGE_CIPHER_SPEC
                && type <= HEARTBEAT
                && version >= (type == HANDSHAKE ? SSL_3 : TLS_1_0)
                && version <= TLS_1_2
                && length <= MAX_BODY
                && (length > 0 || type == APPLICATION_DATA);
    }

    /** Whether these bytes, fewer than a header has, may begin one. */
    static boolean mayBegin(byte[] data, int length) {
        byte[] most = {APPLICATION_DATA, TLS_1_2 >> 8, TLS_1_2 & 0xFF, 0, 1};
        System.arraycopy(data, 0, most, 0, length);
        return isValid(most, 0);
    }

    static int type(byte[] data, int at) {
        return data[at];
    }

    static int body(byte[] data, int at) {
        return Bytes.u16(data, at + 3);
    }
}

package io.ambientprober.wire;

/** What the header of an IP fragment says, and where its bytes stand. Filled again for each, so that none makes an object. */
final class Fragment {
    int protocol;
    int id;
    /** Of its first byte in the datagram. */
    int offset;

    boolean more;
    byte[] data = {};
    int at;
    int length;

    void header(int itsProtocol, int itsId, int itsOffset, boolean moreFollow) {
        protocol = itsProtocol;
        id = itsId;
        offset = itsOffset;
        more = moreFollow;
    }

    void bytes(byte[] itsData, int itsAt, int itsLength) {
        data = itsData;
        at = itsAt;
        length = itsLength;
    }

    int end() {
        return offset + length;
    }
}

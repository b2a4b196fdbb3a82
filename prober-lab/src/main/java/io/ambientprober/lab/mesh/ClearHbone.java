package io.ambientprober.lab.mesh;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;

/** HTTP/2 without TLS on the HBONE port: says what such a server says first, and takes nothing. */
final class ClearHbone {
    /** An empty SETTINGS frame (RFC 9113, section 6.5). */
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    private ClearHbone() {}

    static void accept(NetSocket peer) {
        peer.handler(ignored -> peer.close());
        peer.write(Buffer.buffer(SETTINGS));
    }
}

package io.ambientprober.run;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** The way to a process that listens on a loopback device: this machine's own, or that of a pod. */
public interface Connector {
    /**
     * Opens a connection, for the caller to close.
     *
     * @throws ConnectException when nobody listens there
     */
    Socket connect(Duration timeout) throws IOException;

    /** To a port of 127.0.0.1. */
    static Connector toLoopback(int port) {
        return timeout -> {
            Socket socket = new Socket();
            try {
                socket.connect(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), (int) timeout.toMillis());
                socket.setTcpNoDelay(true);
                return socket;
            } catch (ConnectException e) {
                socket.close();
                ConnectException nobody = new ConnectException("nothing listens at 127.0.0.1:" + port);
                nobody.initCause(e);
                throw nobody;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        };
    }
}

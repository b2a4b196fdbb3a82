package io.ambientprober.agent.capture;

import io.ambientprober.agent.testnet.Place;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Sends numbered datagrams from a namespace. */
final class Sender implements AutoCloseable {
    private static final int PORT = 9; // discard

    private final DatagramChannel channel;
    private final InetSocketAddress to;
    private int next;

    private Sender(DatagramChannel channel, InetSocketAddress to) {
        this.channel = channel;
        this.to = to;
    }

    static Sender open(Place place, String to) throws Exception {
        return new Sender(place.inside(() -> DatagramChannel.open()), new InetSocketAddress(to, PORT));
    }

    /** So many datagrams of so many bytes, numbered on from the last one. */
    void send(int count, int bytes) throws IOException {
        ByteBuffer payload = ByteBuffer.allocate(bytes);
        for (int i = 0; i < count; i++) {
            payload.clear().putInt(0, next++);
            channel.send(payload, to);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package io.ambientprober.cluster.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.http.WebSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against frames as kubelets send them: a byte that names the channel, then its bytes; the first of each channel is the port. */
final class ForwardedSocketTest {
    private static final byte DATA = 0;
    private static final byte ERROR = 1;
    private static final String PORT = "\u0098:";

    private final ForwardSession kubelet = new ForwardSession(1);
    private final ForwardedSocket socket = kubelet.sockets().getFirst();
    private final Sent sent = new Sent();

    /** What goes to the API server. */
    private static final class Sent implements WebSocket {
        private final List<byte[]> frames = new ArrayList<>();
        private int requested;
        private boolean closed;

        @Override
        public boolean send(ByteBuffer buffer) {
            byte[] frame = new byte[buffer.remaining()];
            buffer.get(frame);
            frames.add(frame);
            return !closed;
        }

        @Override
        public boolean sendClose(int code, String reason) {
            closed = true;
            return true;
        }

        @Override
        public long queueSize() {
            return 0;
        }

        @Override
        public void request() {
            requested++;
        }
    }

    @BeforeEach
    void open() {
        kubelet.opened(sent);
        receive(DATA, PORT);
        receive(ERROR, PORT);
    }

    private void receive(byte channel, String text) {
        kubelet.onMessage(sent, frame(channel, text));
    }

    private static ByteBuffer frame(int channel, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(bytes.length + 1)
                .put((byte) channel)
                .put(bytes)
                .flip();
    }

    @Test
    void readsBytesInWhateverPiecesTheyCome() throws IOException {
        receive(DATA, "one");
        receive(DATA, "");
        receive(DATA, " two");
        kubelet.onClose(sent, 1000, "");

        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo("one two");
        assertThat(socket.getInputStream().read()).as("and again").isEqualTo(-1);
    }

    @Test
    void asksForAFrameWhereOneWasTaken() throws IOException {
        assertThat(sent.requested).as("both ports").isEqualTo(2);
        receive(DATA, "a");
        assertThat(sent.requested).as("nobody has read it").isEqualTo(2);

        socket.getInputStream().read();

        assertThat(sent.requested).isEqualTo(3);
    }

    @Test
    void failsWithWhatTheKubeletSays() {
        receive(ERROR, "connection refused\n");

        assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessage("connection refused");
    }

    @Test
    void writesFramesOfTheDataChannel() throws IOException {
        byte[] large = new byte[40_000];
        large[39_999] = 7;

        socket.getOutputStream().write(large);

        ByteArrayOutputStream all = new ByteArrayOutputStream();
        assertThat(sent.frames).hasSize(3).allSatisfy(frame -> {
            assertThat(frame[0]).isEqualTo(DATA);
            all.write(frame, 1, frame.length - 1);
        });
        assertThat(all.toByteArray()).isEqualTo(large);
    }

    @Test
    void whatIsClosedNeitherReadsNorWrites() {
        socket.close();

        assertThat(sent.closed).isTrue();
        assertThat(socket.isClosed()).isTrue();
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> socket.getOutputStream().write(1)).isInstanceOf(SocketException.class);
    }

    @Test
    void anInterruptedReaderClosesIt() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(InterruptedIOException.class);

        assertThat(Thread.interrupted()).as("it stays interrupted").isTrue();
        assertThat(sent.closed).isTrue();
    }

    /** Two channels for each port, of data and of errors. */
    @Test
    void portsOfOneSessionAreKeptApart() throws IOException {
        ForwardSession both = new ForwardSession(2);
        both.opened(sent);
        for (int channel = 0; channel < 4; channel++) {
            both.onMessage(sent, frame(channel, PORT));
        }
        ForwardedSocket first = both.sockets().getFirst();
        ForwardedSocket second = both.sockets().getLast();

        both.onMessage(sent, frame(2, "b"));
        both.onMessage(sent, frame(1, "connection refused"));
        second.getOutputStream().write('q');

        assertThat(second.getInputStream().read()).isEqualTo('b');
        assertThatThrownBy(() -> first.getInputStream().read()).hasMessage("connection refused");
        assertThat(sent.frames).containsExactly(new byte[] {2, 'q'});
        both.onMessage(sent, frame(4, "c"));
        assertThatThrownBy(() -> second.getInputStream().read())
                .hasMessage("a frame came for a port that nobody asked for");
    }
}

package io.ambientprober.agent.handshake;

import io.ambientprober.agent.handshake.End.Unreachable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Objects;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * One connection of one stranger. A TLS 1.3 client finishes before it learns whether it is let in: so it waits for a refusal, and where
 * none comes it says hello over HTTP/2, because only an answer to that tells a server that accepts from one that is slow.
 */
final class StrangerHandshake {
    /** More than any handshake; ends a flood before the time does. */
    private static final int MAX_BYTES = 1 << 20;

    /** Small, because many wait at once. */
    private static final int BUFFER = 4 << 10;

    private final TimedSocket socket;
    private final HandshakeTimeouts patience;
    private final Notes notes = new Notes();
    private final ObservedProtocol protocol = new ObservedProtocol(notes);
    private final Http2 answer = new Http2();
    private final byte[] buffer = new byte[BUFFER];
    private int received;
    private @Nullable Long quietUntil;
    private boolean greeted;

    private StrangerHandshake(TimedSocket socket, HandshakeTimeouts patience) {
        this.socket = socket;
        this.patience = patience;
    }

    /** Connects, and reports whatever happens. What a handshake takes is not there before somebody accepts. */
    static Observation at(
            InetSocketAddress address,
            BcTlsCrypto crypto,
            @Nullable ForeignIdentity identity,
            HandshakeTimeouts patience,
            Waiting waiting) {
        try (TimedSocket socket = new TimedSocket(patience.connection(), waiting)) {
            Unreachable failure = failureToConnect(socket, address);
            if (failure != null) {
                return new Notes().observed(failure);
            }
            StrangerHandshake attempt = new StrangerHandshake(socket, patience);
            return attempt.notes.observed(attempt.converse(crypto, identity));
        }
    }

    private static @Nullable Unreachable failureToConnect(TimedSocket socket, InetSocketAddress address) {
        try {
            socket.connect(address);
            return null;
        } catch (SocketTimeoutException e) {
            return new Unreachable(Unreachable.Reason.TIMED_OUT, "no answer");
        } catch (IOException e) {
            String why = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
            boolean refused = e instanceof ConnectException && why.contains("refused");
            return new Unreachable(refused ? Unreachable.Reason.REFUSED : Unreachable.Reason.OTHER, why);
        }
    }

    private End converse(BcTlsCrypto crypto, @Nullable ForeignIdentity identity) {
        try {
            protocol.connect(new StrangerClient(crypto, notes, identity));
        } catch (IOException e) {
            throw new IllegalStateException("a ClientHello is made in memory", e);
        }
        End end = null;
        while (end == null) {
            flush();
            end = next();
        }
        takeLeave();
        return end;
    }

    /** Waits for what comes next; null while there is more to see. */
    private @Nullable End next() {
        int count;
        try {
            count = socket.read(buffer, greeted ? null : quietUntil);
        } catch (SocketTimeoutException e) {
            return waited();
        } catch (IOException e) {
            return closed(true);
        }
        return count < 0 ? closed(false) : taken(count);
    }

    private @Nullable End taken(int count) {
        if (received == 0 && !TlsRecord.begins(buffer, count)) {
            return new End.Garbage(TlsRecord.looksLike(buffer, count));
        }
        received += count;
        if (received > MAX_BYTES) {
            return new End.Broken("more than " + MAX_BYTES + " bytes", notes.step());
        }
        try {
            protocol.offerInput(buffer, 0, count);
            keepApplicationData();
        } catch (TlsFatalAlertReceived e) {
            return new End.Alert(e.getAlertDescription(), notes.step());
        } catch (IOException e) {
            return failed(e);
        } catch (RuntimeException e) {
            // Anyone who made this library's parser stumble spoils no other check.
            return new End.Broken(e.getClass().getSimpleName(), notes.step());
        }
        return protocol.isClosed() ? closed(false) : further();
    }

    private void keepApplicationData() throws IOException {
        int available = protocol.getAvailableInputBytes();
        if (available > 0) {
            byte[] data = new byte[available];
            protocol.readInput(data, 0, available);
            answer.received(data, greeted);
        }
    }

    /** Data that came unasked is not a welcome, but reason enough to speak. */
    private @Nullable End further() {
        if (!notes.complete()) {
            return null;
        }
        if (quietUntil == null) {
            quietUntil = TimedSocket.after(patience.quiet());
        }
        if (greeted && answer.isReply()) {
            return new End.Accepted("it answered over HTTP/2 or with other data");
        }
        if (answer.anything()) {
            greet();
        }
        return null;
    }

    private void greet() {
        if (!greeted) {
            greeted = true;
            try {
                byte[] greeting = Http2.greeting();
                protocol.writeApplicationData(greeting, 0, greeting.length);
            } catch (IOException e) {
                // The peer closed meanwhile, which the next read tells.
            }
        }
    }

    private @Nullable End waited() {
        if (notes.complete() && !greeted && !socket.isOver()) {
            greet();
            return null;
        }
        if (notes.complete() && answer.anything()) {
            return new End.Accepted("it sent data and stayed open");
        }
        return notes.admitted()
                ? new End.Accepted("it ended the handshake and stayed open")
                : new End.TimedOut(notes.step());
    }

    private End closed(boolean reset) {
        Integer alert = notes.alert();
        if (alert != null) {
            return new End.Alert(alert, notes.step());
        }
        if (!notes.complete()) {
            return new End.Closed(notes.step(), reset);
        }
        if (answer.anything()) {
            return greeted && answer.isReply()
                    ? new End.Accepted("it answered with data, then closed")
                    : new End.Unclear("sent data unasked and closed");
        }
        if (notes.admitted()) {
            return new End.Unclear("ended the handshake, then closed");
        }
        return greeted
                ? new End.Unclear("stayed open after our answer, and closed when it was spoken to")
                : new End.Closed(notes.step(), reset);
    }

    private End failed(IOException e) {
        if (notes.alert() != null || notes.goodbye()) {
            return closed(false);
        }
        String why = e instanceof TlsFatalAlert alert
                ? AlertDescription.getName(alert.getAlertDescription())
                : e.getClass().getSimpleName();
        return new End.Broken(why, notes.step());
    }

    /** A peer that is gone is noticed by the next read, which may still find its last word. */
    private void flush() {
        int count = protocol.getAvailableOutputBytes();
        if (count > 0) {
            byte[] bytes = new byte[count];
            protocol.readOutput(bytes, 0, count);
            try {
                socket.write(bytes);
            } catch (IOException e) {
                // As said above.
            }
        }
    }

    private void takeLeave() {
        try {
            protocol.close();
        } catch (IOException e) {
            // It is over either way.
        }
        flush();
    }
}

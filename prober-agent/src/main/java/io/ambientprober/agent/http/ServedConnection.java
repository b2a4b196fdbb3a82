package io.ambientprober.agent.http;

import io.ambientprober.agent.http.Doorstep.Caller;
import io.ambientprober.agent.http.LoopbackServer.Settings;
import io.ambientprober.peer.Credentials;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection of a {@link LoopbackServer}: a handshake, then one request after the other. */
final class ServedConnection {
    private final Caller caller;
    private final Patience patience;
    private final Settings settings;

    @SuppressWarnings("NullAway.Init") // set by the handshake
    private SSLSocket socket;

    /** Answers a request. */
    interface Service {
        Answer serve(Request request) throws RequestException, IOException;
    }

    ServedConnection(Caller caller, Patience patience, Settings settings) {
        this.caller = caller;
        this.patience = patience;
        this.settings = settings;
    }

    /** @throws IOException when it is not the caller that is served */
    void shakeHands(SSLContext tls) throws IOException {
        patience.allow(settings.requestTimeout());
        // As that of a server: nothing was read of it yet.
        socket = (SSLSocket) tls.getSocketFactory().createSocket(caller, (InputStream) null, true);
        socket.setSSLParameters(Credentials.parameters(tls));
        socket.setNeedClientAuth(true);
        socket.startHandshake();
        caller.letIn();
    }

    /** Until one side ends it. */
    void serve(Service service) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        OutputStream out =
                new BufferedOutputStream(patience.piecemeal(socket.getOutputStream(), settings.answerTimeout()));
        boolean open = true;
        while (open) {
            patience.allow(settings.answerTimeout());
            Answer answer;
            try {
                Request request = Request.read(in, settings.maxBody(), () -> patience.allow(settings.requestTimeout()));
                if (request == null) {
                    return;
                }
                patience.allow(settings.answerTimeout());
                answer = answer(service, request);
            } catch (RequestException e) {
                // Where its body ends is not known.
                answer = Answer.refusal(e.status(), String.valueOf(e.getMessage()));
                open = false;
            }
            send(answer, open, out);
        }
        // A connection that is closed while its client still sends is reset, and the answer may be lost with it.
        patience.allow(settings.requestTimeout());
        socket.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
    }

    private static Answer answer(Service service, Request request) {
        try {
            Answer answer = service.serve(request);
            return request.takesGzip() ? answer.packed() : answer;
        } catch (RequestException e) {
            return Answer.refusal(e.status(), String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            return Answer.refusal(RequestException.INTERNAL, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static void send(Answer answer, boolean open, OutputStream out) throws IOException {
        // A reason phrase says nothing that the status does not (RFC 9112, section 4).
        String head = "HTTP/1.1 " + answer.status() + " \r\nContent-Type: " + answer.type() + "\r\nContent-Length: "
                + answer.length() + "\r\n"
                + (answer.coding().equals(Answer.PLAIN) ? "" : "Content-Encoding: " + answer.coding() + "\r\n")
                + (open ? "" : "Connection: close\r\n") + "\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        answer.content().writeTo(out);
        out.flush();
    }
}

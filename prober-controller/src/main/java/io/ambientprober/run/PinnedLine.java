package io.ambientprober.run;

import io.ambientprober.peer.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnectionFactory;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;

/** One connection that speaks TLS 1.3, and on it HTTP/1.1, one request after the other. */
final class PinnedLine implements Closeable {
    private static final DefaultBHttpClientConnectionFactory HTTP = DefaultBHttpClientConnectionFactory.builder()
            .http1Config(Http1Config.custom()
                    .setBufferSize(1 << 8)
                    .setMaxLineLength(1 << 10)
                    .setMaxHeaderCount(64)
                    .build())
            .build();

    /** Bytes of a TLS record that is sent. The buffer for the largest one stays as long as the connection, of which there are thousands. */
    private static final int MAX_RECORD = 1 << 10;

    private static final String GZIP = "gzip";

    private static final HttpProcessor HEADERS = new DefaultHttpProcessor(
            new RequestContent(true),
            new RequestTargetHost(),
            (request, _, _) -> request.setHeader(HttpHeaders.ACCEPT_ENCODING, GZIP));

    private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();

    private final Socket plain;
    private final HttpClientConnection http;
    private boolean kept;
    private boolean answered;

    /** Where the body of a success goes. */
    interface Sink {
        void take(byte[] bytes, int length) throws IOException;
    }

    /** @param complaint the body of what is no success */
    record Answer(int status, String complaint) {
        boolean isSuccess() {
            return status == HttpStatus.SC_OK;
        }
    }

    /** Shakes hands, or fails; closes the connection then. */
    PinnedLine(Socket plain, SSLContext tls) throws IOException {
        this.plain = plain;
        try {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, "127.0.0.1", 0, true);
            SSLParameters parameters = Credentials.parameters(tls);
            parameters.setMaximumPacketSize(MAX_RECORD);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            http = HTTP.createConnection(socket, plain);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    /**
     * Sends a request, and reads the answer to its end.
     *
     * @param maxBytes of a success
     * @throws TooLongException when it is longer
     */
    Answer exchange(ClassicHttpRequest request, Sink success, long maxBytes, int maxComplaint) throws IOException {
        kept = false;
        answered = false;
        try {
            HttpCoreContext context = HttpCoreContext.create();
            EXECUTOR.preProcess(request, HEADERS, context);
            ClassicHttpResponse response = EXECUTOR.execute(request, http, context);
            answered = true;
            Answer answer = answer(response, success, maxBytes, maxComplaint);
            kept = EXECUTOR.keepAlive(request, response, http, context);
            return answer;
        } catch (HttpException e) {
            SocketException strange = new SocketException("it does not speak HTTP/1.1: " + e.getMessage());
            strange.initCause(e);
            throw strange;
        }
    }

    private static Answer answer(ClassicHttpResponse response, Sink success, long maxBytes, int maxComplaint)
            throws IOException {
        if (response.getCode() == HttpStatus.SC_OK) {
            read(response, success, maxBytes);
            return new Answer(HttpStatus.SC_OK, "");
        }
        ByteArrayOutputStream complaint = new ByteArrayOutputStream();
        read(response, (bytes, length) -> complaint.write(bytes, 0, length), maxComplaint);
        return new Answer(response.getCode(), complaint.toString(StandardCharsets.UTF_8));
    }

    /** @param most bytes, unpacked */
    private static void read(ClassicHttpResponse response, Sink sink, long most) throws IOException {
        HttpEntity body = response.getEntity();
        if (body.getContentLength() < 0) {
            throw new SocketException("its answer does not say how long it is"); // it may have been cut
        }
        if (body.getContentLength() > most) {
            throw new TooLongException(most);
        }
        @SuppressWarnings("resource") // closing it would read what is left
        InputStream sent = body.getContent();
        if (isPacked(response)) {
            try (InputStream unpacked = new GZIPInputStream(new KeptOpen(sent))) {
                read(unpacked, sink, most);
            }
        } else {
            read(sent, sink, most);
        }
        if (sent.read() >= 0) {
            throw new SocketException("its answer goes on after its end");
        }
    }

    private static void read(InputStream in, Sink sink, long most) throws IOException {
        byte[] part = new byte[16 << 10];
        long bytes = 0;
        for (int read = in.read(part); read >= 0; read = in.read(part)) {
            bytes += read;
            if (bytes > most) {
                throw new TooLongException(most);
            }
            sink.take(part, read);
        }
    }

    /** Others read on when what is read here has ended. */
    private static final class KeptOpen extends FilterInputStream {
        KeptOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // As it says.
        }
    }

    private static boolean isPacked(ClassicHttpResponse response) {
        Header coding = response.getFirstHeader(HttpHeaders.CONTENT_ENCODING);
        return coding != null && coding.getValue().equals(GZIP);
    }

    /** Whether another request may follow. */
    boolean isKept() {
        return kept;
    }

    /** Whether anything of the last answer came. */
    boolean isAnswered() {
        return answered;
    }

    /** Without a farewell: a thread in the middle of an exchange learns at once. */
    @Override
    public void close() throws IOException {
        plain.close();
    }

    /** An answer of more bytes than are taken. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1;

        TooLongException(long most) {
            super("more than " + most + " bytes");
        }
    }
}

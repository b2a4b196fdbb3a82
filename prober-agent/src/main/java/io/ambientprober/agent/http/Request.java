package io.ambientprober.agent.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1.1 (RFC 9112) whose sender is known. A body has a length that is said; what comes in chunks is refused.
 */
final class Request {
    private static final int MAX_LINE = 2048;
    private static final int MAX_FIELDS = 64;
    private static final Pattern START =
            Pattern.compile("(?<method>[A-Z]{1,16}) (?<path>/[!->@-~]*)(?:\\?[!-~]*)? HTTP/1\\.1");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,10}");

    private final String method;
    private final String path;
    private final Head head;
    private final byte[] body;

    private Request(String method, String path, Head head, byte[] body) {
        this.method = method;
        this.path = path;
        this.head = head;
        this.body = body;
    }

    /**
     * What header fields say.
     *
     * @param length of the body
     */
    private record Head(int length, boolean takesGzip) {}

    /**
     * The next of a connection.
     *
     * @param began told when its first byte has come
     * @return null when there is none, because the connection was ended
     * @throws IOException when it was ended within a request
     */
    static @Nullable Request read(InputStream in, int maxBody, Runnable began) throws IOException, RequestException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        began.run();
        Matcher start = START.matcher((char) first + line(in));
        if (!start.matches()) {
            throw bad("no request of HTTP/1.1");
        }
        Head head = head(in, maxBody);
        byte[] body = new byte[head.length()];
        if (in.readNBytes(body, 0, body.length) < body.length) {
            throw new IOException("the body is not whole");
        }
        return new Request(start.group("method"), start.group("path"), head, body);
    }

    /** In upper case. */
    String method() {
        return method;
    }

    /** Without its query. */
    String path() {
        return path;
    }

    byte[] body() {
        return body;
    }

    /** Whether the answer's content may be packed. */
    boolean takesGzip() {
        return head.takesGzip();
    }

    private static Head head(InputStream in, int maxBody) throws IOException, RequestException {
        int length = 0;
        boolean takesGzip = false;
        for (int i = 0; i < MAX_FIELDS; i++) {
            String line = line(in);
            if (line.isEmpty()) {
                return new Head(length, takesGzip);
            }
            int colon = line.indexOf(':');
            String name = line.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
            switch (name) {
                case "content-length" ->
                    length = length(line.substring(colon + 1).strip(), maxBody);
                case "accept-encoding" ->
                    takesGzip = line.substring(colon + 1).strip().equalsIgnoreCase(Answer.GZIP);
                case "transfer-encoding" -> throw bad("a body in chunks is not taken");
                default -> {
                    // Nothing that an answer depends on.
                }
            }
        }
        throw bad("a request has at most " + MAX_FIELDS + " header fields");
    }

    private static int length(String text, int maxBody) throws RequestException {
        if (!LENGTH.matcher(text).matches()) {
            throw bad("Content-Length: no number");
        }
        long length = Long.parseLong(text);
        if (length > maxBody) {
            throw new RequestException(RequestException.TOO_LARGE, "a body has at most " + maxBody + " bytes");
        }
        return (int) length;
    }

    /** Without its end. */
    private static String line(InputStream in) throws IOException, RequestException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the head is not whole");
            }
            if (line.size() == MAX_LINE) {
                throw bad("a line of the head has at most " + MAX_LINE + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    private static RequestException bad(String message) {
        return new RequestException(RequestException.BAD_REQUEST, message);
    }
}

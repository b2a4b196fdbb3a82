package io.ambientprober.traffic;

import io.ambientprober.wire.Direction;
import io.ambientprober.wire.Token;
import java.nio.charset.StandardCharsets;

/** The canary of one connection as its application sends it. */
final class Canaries {
    private Canaries() {}

    static byte[] request(String run, String path, int sequence, int bytes) {
        String head = "POST /canary/" + path + "/" + sequence
                + " HTTP/1.1\r\nHost: server\r\nConnection: close\r\nContent-Length: " + bytes + "\r\n\r\n";
        return Numbers.join(ascii(head), body(run, path, sequence, Direction.CLIENT_TO_SERVER, bytes));
    }

    static byte[] response(String run, String path, int sequence, int bytes) {
        String head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + bytes + "\r\n\r\n";
        return Numbers.join(ascii(head), body(run, path, sequence, Direction.SERVER_TO_CLIENT, bytes));
    }

    /** A request whose body holds tokens of another path, too: every other one. */
    static byte[] mixedRequest(String run, String path, String other, int sequence, int bytes) {
        byte[] request = request(run, path, sequence, bytes);
        byte[] others = body(run, other, sequence, Direction.CLIENT_TO_SERVER, Token.LENGTH);
        for (int at = request.length - bytes; at + Token.LENGTH <= request.length; at += 2 * Token.LENGTH) {
            System.arraycopy(others, 0, request, at, Token.LENGTH);
        }
        return request;
    }

    private static byte[] body(String run, String path, int sequence, Direction direction, int bytes) {
        byte[] token = new Token(run, Integer.parseInt(path, 16), sequence, direction).bytes();
        byte[] body = new byte[bytes];
        for (int at = 0; at < bytes; at += token.length) {
            System.arraycopy(token, 0, body, at, Math.min(token.length, bytes - at));
        }
        return body;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

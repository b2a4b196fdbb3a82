package io.ambientprober.wire;

import java.util.List;

/** What bytes that are not TLS look like, for a reader who has to find out who sent them. */
final class Appearance {
    private record Signature(String begin, String name) {
        boolean matches(byte[] data, int from, int end) {
            if (end - from < begin.length()) {
                return false;
            }
            for (int i = 0; i < begin.length(); i++) {
                if (data[from + i] != begin.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }

    private static final List<Signature> PLAINTEXT = List.of(
            new Signature("PRI * HTTP/2.0", "HTTP/2 preface in the clear"),
            new Signature("HTTP/1.", "HTTP/1 response in the clear"),
            new Signature("GET ", "HTTP/1 request in the clear"),
            new Signature("POST ", "HTTP/1 request in the clear"),
            new Signature("PUT ", "HTTP/1 request in the clear"),
            new Signature("HEAD ", "HTTP/1 request in the clear"),
            new Signature("DELETE ", "HTTP/1 request in the clear"),
            new Signature("OPTIONS ", "HTTP/1 request in the clear"),
            new Signature("PATCH ", "HTTP/1 request in the clear"),
            new Signature("CONNECT ", "HTTP/1 CONNECT in the clear"),
            new Signature("PROXY ", "PROXY protocol in the clear"),
            new Signature("SSH-", "SSH"));

    private static final int TEXT = 64;

    private static final int HTTP2_FRAME_HEADER = 9;
    private static final int HTTP2_SETTINGS = 4;
    private static final int HTTP2_SETTING = 6;

    private Appearance() {}

    static boolean isPlaintext(byte[] data, int from, int end) {
        for (Signature signature : PLAINTEXT) {
            if (signature.matches(data, from, end)) {
                return true;
            }
        }
        return false;
    }

    static String of(byte[] data, int from, int end) {
        for (Signature signature : PLAINTEXT) {
            if (signature.matches(data, from, end)) {
                return signature.name();
            }
        }
        if (isHttp2Settings(data, from, end)) {
            return "HTTP/2 SETTINGS frame in the clear";
        }
        return textIn(data, from, end) < 0 ? "neither TLS nor a known protocol" : "text";
    }

    /**
     * Where text begins: 64 printable characters in a row, which encrypted bytes hold by chance once in 10^26 places.
     *
     * @return -1 when there is none
     */
    static int textIn(byte[] data, int from, int end) {
        int begin = from;
        for (int at = from; at < end; at++) {
            if (!isPrintable(data[at])) {
                begin = at + 1;
            } else if (at + 1 - begin == TEXT) {
                return begin;
            }
        }
        return -1;
    }

    private static boolean isPrintable(byte b) {
        return b >= ' ' && b <= '~' || b == '\t' || b == '\r' || b == '\n';
    }

    /** RFC 9113, section 6.5: the first frame of a server is SETTINGS on stream 0. */
    private static boolean isHttp2Settings(byte[] data, int from, int end) {
        return end - from >= HTTP2_FRAME_HEADER
                && Bytes.u24(data, from) % HTTP2_SETTING == 0
                && data[from + 3] == HTTP2_SETTINGS
                && (data[from + 4] & 0xFE) == 0
                && Bytes.i32(data, from + 5) == 0;
    }
}

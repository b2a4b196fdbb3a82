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
            new Signature("PRI * HTTP/2.0", "HTTP/2 preface in clear"),
            new Signature("HTTP/1.", "HTTP/1 response in clear"),
            new Signature("GET ", "HTTP/1 request in clear"),
            new Signature("POST ", "HTTP/1 request in clear"),
            new Signature("PUT ", "HTTP/1 request in clear"),
            new Signature("HEAD ", "HTTP/1 request in clear"),
            new Signature("DELETE ", "HTTP/1 request in clear"),
            new Signature("OPTIONS ", "HTTP/1 request in clear"),
            new Signature("PATCH ", "HTTP/1 request in clear"),
            new Signature("CONNECT ", "HTTP/1 CONNECT in clear"),
            new Signature("PROXY ", "PROXY protocol in clear"),
            new Signature("SSH-", "SSH"));

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
        return isHttp2Settings(data, from, end) ? "HTTP/2 SETTINGS frame in clear" : "neither TLS nor a known protocol";
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

package io.ambientprober.agent.canary;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The status line and headers of an HTTP/1.1 answer (RFC 9112, sections 4 and 6). */
record AnswerHead(int status, List<Header> headers) {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})( .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");

    record Header(String name, String value) {}

    static AnswerHead parse(String text) throws AnswerException {
        List<String> lines = text.lines().toList();
        Matcher status = STATUS_LINE.matcher(lines.isEmpty() ? "" : lines.getFirst());
        if (!status.matches()) {
            throw new AnswerException("the answer is not HTTP/1.1");
        }
        List<Header> headers = lines.stream().skip(1).map(AnswerHead::header).toList();
        return new AnswerHead(Integer.parseInt(status.group(1)), headers);
    }

    private static Header header(String line) {
        int colon = line.indexOf(':');
        return colon < 0
                ? new Header("", line)
                : new Header(
                        lower(line.substring(0, colon)),
                        line.substring(colon + 1).strip());
    }

    /** Checks that the body is as long as it should be, and that its length was announced. */
    void requireLength(long expected) throws AnswerException {
        if (!values("transfer-encoding").isEmpty()) {
            throw new AnswerException("the answer is chunked, not of a declared length");
        }
        List<String> lengths = values("content-length").stream().distinct().toList();
        if (lengths.size() != 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
            throw new AnswerException("the answer declares no length");
        }
        long length = Long.parseLong(lengths.getFirst());
        if (length != expected) {
            throw new AnswerException("the answer declares " + length + " bytes, not " + expected);
        }
    }

    private List<String> values(String name) {
        return headers.stream()
                .filter(header -> header.name().equals(name))
                .map(Header::value)
                .toList();
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

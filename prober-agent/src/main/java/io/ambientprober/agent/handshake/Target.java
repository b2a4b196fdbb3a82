package io.ambientprober.agent.handshake;

import io.ambientprober.handshake.HandshakeJson;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A port to check.
 *
 * @param expected the SPIFFE ID that the pod should have; null when nobody said
 */
record Target(
        String name, InetSocketAddress address, @Nullable String expected) {
    private static final Pattern FORM = Pattern.compile("(?<name>[^=]+)="
            + "(?:\\[(?<v6>[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\\]|(?<v4>[0-9]{1,3}(?:\\.[0-9]{1,3}){3}))"
            + ":(?<port>[0-9]{1,5})(?:=(?<id>.+))?");

    /**
     * Reads {@code NAME=IP:PORT[=SPIFFE]}, an IPv6 address in brackets.
     *
     * @throws IllegalArgumentException in one line
     */
    static Target parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()
                || !HandshakeJson.NAME.matcher(matcher.group("name")).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not NAME=IP:PORT or NAME=IP:PORT=SPIFFE-ID");
        }
        return new Target(matcher.group("name"), address(text, matcher), expected(text, matcher.group("id")));
    }

    private static InetSocketAddress address(String text, Matcher matcher) {
        String literal = matcher.group("v6") == null ? matcher.group("v4") : matcher.group("v6");
        int port = Integer.parseInt(matcher.group("port"));
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("'" + text + "': " + port + " is not a port");
        }
        try {
            return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "': " + literal + " is no IP address", e);
        }
    }

    private static @Nullable String expected(String text, @Nullable String id) {
        if (id != null && !SpiffeId.isValid(id)) {
            throw new IllegalArgumentException("'" + text + "': " + id + " is no SPIFFE ID");
        }
        return id;
    }
}

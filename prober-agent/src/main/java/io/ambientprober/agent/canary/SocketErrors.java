package io.ambientprober.agent.canary;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/** Words for what the platform throws. */
final class SocketErrors {
    /** The platform gives the C library's text (strerror); people search for the name. */
    private static final Map<String, String> NAMES = Map.of(
            "Connection refused", "ECONNREFUSED",
            "Connection reset", "ECONNRESET",
            "Connection reset by peer", "ECONNRESET",
            "Broken pipe", "EPIPE",
            "Connection timed out", "ETIMEDOUT",
            "No route to host", "EHOSTUNREACH",
            "Network is unreachable", "ENETUNREACH",
            "Operation not permitted", "EPERM",
            "Permission denied", "EACCES",
            "Cannot assign requested address", "EADDRNOTAVAIL");

    private SocketErrors() {}

    static String of(IOException exception) {
        String message = Objects.requireNonNullElse(
                exception.getMessage(), exception.getClass().getSimpleName());
        String name = NAMES.get(message);
        return name == null ? message : message + " (" + name + ")";
    }
}

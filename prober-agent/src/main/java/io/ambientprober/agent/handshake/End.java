package io.ambientprober.agent.handshake;

/** What ended a connection. */
sealed interface End {
    /** A fatal alert of the server. */
    record Alert(int description, HandshakeStep step) implements End {}

    /** The server closed, before any application data. */
    record Closed(HandshakeStep step, boolean reset) implements End {}

    /** The server took the stranger in: how that shows. */
    record Accepted(String how) implements End {}

    /** The server closed, in a way that does not tell whether the stranger was the reason. */
    record Unclear(String how) implements End {}

    record TimedOut(HandshakeStep step) implements End {}

    /** What came is not TLS. */
    record Garbage(String looksLike) implements End {}

    /** TLS that does not hold together: why, and how far it came. */
    record Broken(String why, HandshakeStep step) implements End {}

    /** No connection came about. */
    record Unreachable(Reason reason, String why) implements End {
        enum Reason {
            REFUSED,
            TIMED_OUT,
            OTHER
        }
    }
}

package io.ambientprober.agent.handshake;

import java.util.Locale;

/** One thing that a check found, in words, under an id of docs/handshake.md. */
record Finding(Kind kind, String text) {
    enum Kind {
        FOREIGN_AUTHORITY,
        AUTHORITY_UNVERIFIED,
        IDENTITY_MATCHES,
        IDENTITY_DIFFERS,
        NO_SPIFFE_ID,
        SEVERAL_URIS,
        CERTIFICATE_UNREADABLE,
        CERTIFICATE_EXPIRED,
        CERTIFICATE_EXPIRES_SOON,
        CERTIFICATE_NOT_YET_VALID,
        NO_CERTIFICATE_REQUEST,
        ACCEPTS_STRANGERS,
        ACCEPTS_FOREIGN_CA,
        STRANGER_REFUSED,
        FOREIGN_CA_REFUSED,
        ONLY_TLS_1_2,
        NO_ALPN,
        WRONG_ALPN,
        ALERT,
        CLOSED,
        TIMED_OUT,
        GARBAGE,
        BROKEN_TLS,
        CONNECTION_REFUSED,
        UNREACHABLE;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return kind.id() + ": " + text;
    }
}

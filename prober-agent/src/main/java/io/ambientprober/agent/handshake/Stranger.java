package io.ambientprober.agent.handshake;

import io.ambientprober.agent.handshake.Finding.Kind;

/** Who knocks. */
enum Stranger {
    WITHOUT_CERTIFICATE("a client without a certificate", Kind.ACCEPTS_STRANGERS, Kind.STRANGER_REFUSED),
    OF_FOREIGN_CA("a client of a foreign CA", Kind.ACCEPTS_FOREIGN_CA, Kind.FOREIGN_CA_REFUSED);

    private final String words;
    private final Kind accepted;
    private final Kind refused;

    Stranger(String words, Kind accepted, Kind refused) {
        this.words = words;
        this.accepted = accepted;
        this.refused = refused;
    }

    String words() {
        return words;
    }

    Kind accepted() {
        return accepted;
    }

    Kind refused() {
        return refused;
    }
}

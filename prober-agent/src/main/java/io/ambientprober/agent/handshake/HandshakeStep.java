package io.ambientprober.agent.handshake;

/** How far a connection came, as far as a stranger is concerned. */
enum HandshakeStep {
    CONNECTED("before its ServerHello"),
    HELLO("after its ServerHello"),
    CERTIFICATE("after its certificate"),
    /** The server knows that we have no certificate, or a foreign one: what it does now is about us. */
    ANSWERED("after our answer");

    private final String words;

    HandshakeStep(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}

package io.ambientprober.agent.handshake;

/** Who is told when a check does nothing but wait for a peer, and when it goes on. */
interface Waiting {
    /** For a check that nobody waits behind. */
    Waiting OF_NOBODY = new Waiting() {
        @Override
        public void begins() {}

        @Override
        public void ends() {}
    };

    void begins();

    void ends();
}

package io.ambientprober.agent.capture;

/** What a packet tells that a verdict may be made of. */
enum Tells {
    OF_A_TOKEN,
    HOW_A_CONNECTION_BEGAN,
    NOTHING_NEW
}

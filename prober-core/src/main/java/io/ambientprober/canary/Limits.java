package io.ambientprober.canary;

/** Complaints about orders: each begins with the name of what is wrong, as its JSON has it. */
final class Limits {
    private Limits() {}

    static void require(String name, long value, long least, long most) {
        require(value >= least && value <= most, name, least + " to " + most + ", not " + value);
    }

    static void require(boolean holds, String name, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + otherwise);
        }
    }
}

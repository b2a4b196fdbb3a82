package io.ambientprober.cluster.causes;

/** Whether something holds, as far as it can be known (Kleene's three values). */
enum Answer {
    NO,
    UNKNOWN,
    YES;

    static Answer of(boolean holds) {
        return holds ? YES : NO;
    }

    Answer and(Answer other) {
        return compareTo(other) <= 0 ? this : other;
    }

    Answer or(Answer other) {
        return compareTo(other) >= 0 ? this : other;
    }

    Answer not() {
        return switch (this) {
            case NO -> YES;
            case UNKNOWN -> UNKNOWN;
            case YES -> NO;
        };
    }
}

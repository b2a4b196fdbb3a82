package io.ambientprober.verdict;

/** A number of things, in words. */
final class Amount {
    private Amount() {}

    /** For example {@code 1 packet}, {@code 2 packets}. */
    static String of(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    /** For example {@code 1 more packet like this}, {@code 2 more packets like these}. */
    static String more(long number, String thing) {
        return of(number, "more " + thing) + (number == 1 ? " like this" : " like these");
    }
}

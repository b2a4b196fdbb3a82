package io.ambientprober.wire;

/** The words for a capture that was not written to its end. */
final class CutOff {
    private CutOff() {}

    static String packet(long number) {
        return "the file ends inside packet " + number;
    }

    static String block(int type) {
        return "the file ends inside a block of type 0x%08x".formatted(type);
    }
}

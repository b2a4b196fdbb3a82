package io.ambientprober.verdict;

/** A path of which it is known how it was encrypted, which the other two questions rest on. */
record Encrypted(PathFacts path, EncryptionReason encryption) {
    boolean proved() {
        return encryption.verdict() == Verdict.PASS;
    }

    boolean failed() {
        return encryption.verdict() == Verdict.FAIL;
    }
}

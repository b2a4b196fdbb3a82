package io.ambientprober.verdict;

/** A row of one of the three tables: why a path got its verdict. */
public sealed interface Reason permits EncryptionReason, ServicePathReason, PolicyReason {
    Verdict verdict();

    /** The code that reports print, for example {@code plaintext-masked}; a heading of docs/checks.md. */
    String code();
}

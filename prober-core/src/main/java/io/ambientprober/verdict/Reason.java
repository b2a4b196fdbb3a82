package io.ambientprober.verdict;

/** A row of one of the tables: why a path, a pod or a flow got its verdict. */
public sealed interface Reason permits EncryptionReason, ServicePathReason, PolicyReason, PodReason, FlowReason {
    Verdict verdict();

    /** The code that reports print, for example {@code plaintext-masked}; a heading of docs/checks.md. */
    String code();
}

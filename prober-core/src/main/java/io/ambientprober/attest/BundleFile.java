package io.ambientprober.attest;

/**
 * A file of an evidence bundle as it was signed.
 *
 * @param bytes how many it has
 * @param sha256 of them, in hexadecimal digits
 */
public record BundleFile(String name, long bytes, String sha256) {
    public static final String PLAN = "plan.json";
    public static final String REPORT = "report.json";
    /** Of all that was there before it, as {@code sha256sum --check} reads it. */
    public static final String SUMS = "SHA256SUMS";

    /**
     * The only one that is not signed itself. Its ending is the usual one for a line for each attestation (in-toto/attestation,
     * spec/v1/bundle.md).
     */
    public static final String ATTESTATION = "attestation.intoto.jsonl";
}

package io.ambientprober.agent.canary;

/** The run key's alphabet: Crockford's base32, 12 characters. */
final class RunKey {
    static final int LENGTH = 12;

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private RunKey() {}

    static boolean isValid(String key) {
        return key.length() == LENGTH && key.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    }
}

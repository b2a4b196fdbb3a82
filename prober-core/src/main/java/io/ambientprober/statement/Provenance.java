package io.ambientprober.statement;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a report came about, and how.
 *
 * @param started null when unknown
 * @param ended null when unknown
 * @param command as a shell takes it; empty when unknown
 * @param reread whether verdicts were read from a file instead of judged
 */
public record Provenance(
        @Nullable Instant started, @Nullable Instant ended, String command, boolean reread) {
    public static final Provenance UNKNOWN = new Provenance(null, null, "");

    /** Of something that was judged. */
    public Provenance(@Nullable Instant started, @Nullable Instant ended, String command) {
        this(started, ended, command, false);
    }
}

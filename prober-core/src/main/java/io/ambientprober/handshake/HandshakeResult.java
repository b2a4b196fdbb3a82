package io.ambientprober.handshake;

import io.ambientprober.plan.ProbePath.Handshake;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code prober-agent handshake} found on one HBONE port. It connected twice: without a certificate, and with the certificate of
 * an authority that nobody trusts.
 *
 * @param name of the target, as it was given
 * @param mutual whether both strangers were asked for a certificate and refused; null when that could not be told
 * @param spiffe the identity in the server's certificate; null unless it holds exactly one, and where somebody else signed it or its key was not proved
 * @param authority who signed that; null when the server showed no certificate that can be read
 * @param tls version, for example {@code 1.3}; like all below null when the handshake did not get so far
 * @param suite number, for example {@code 0x1302}
 * @param alpn the protocol that the server chose
 * @param notAfter of the server's certificate
 * @param key type and size of the key in it, for example {@code EC P-256}
 * @param alert the TLS alert that the client without a certificate got
 * @param foreignAlert the one that the client of the foreign authority got
 * @param findings each an id of docs/handshake.md, a colon and words
 */
public record HandshakeResult(
        String name,
        @Nullable Boolean mutual,
        @Nullable String spiffe,
        @Nullable Authority authority,
        @Nullable String tls,
        @Nullable String suite,
        @Nullable String alpn,
        @Nullable Instant notAfter,
        @Nullable String key,
        @Nullable Integer alert,
        @Nullable Integer foreignAlert,
        List<String> findings) {
    /** Who signed a server's certificate. */
    public enum Authority {
        /** A root of the mesh. */
        MESH,
        /** Somebody else: whatever the certificate says is worth nothing. */
        FOREIGN,
        /** It could not be told: no root to check it against, or a key that was not proved. */
        UNVERIFIED
    }

    public HandshakeResult {
        findings = List.copyOf(findings);
    }

    /**
     * As a plan holds it: null when it could not be told whether strangers are refused, or when it was not a server of the mesh that refused
     * them. It names an identity only where the mesh confirms it.
     */
    public @Nullable Handshake planned() {
        if (mutual == null || mutual && authority == Authority.FOREIGN) {
            return null;
        }
        return new Handshake(mutual, authority == Authority.MESH ? spiffe : null, findings);
    }
}

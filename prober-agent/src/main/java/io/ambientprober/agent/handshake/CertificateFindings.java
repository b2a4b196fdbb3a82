package io.ambientprober.agent.handshake;

import io.ambientprober.agent.handshake.Finding.Kind;
import io.ambientprober.handshake.HandshakeResult.Authority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is remarkable about a server's certificate, in words. */
final class CertificateFindings {
    /**
     * The mesh renews a certificate at half of its life. One in its last quarter was not renewed for a quarter of its life, which for
     * the 24 hours of Istio's is 6 hours; nobody renews one of ten years 30 months ahead.
     */
    private static final int LAST_PART = 4;

    private static final Duration MOST = Duration.ofHours(6);

    private static final Finding UNCHECKED = new Finding(
            Kind.AUTHORITY_UNVERIFIED, "no root of the mesh was there to check who signed it: anybody may have");
    private static final Finding UNPROVED = new Finding(
            Kind.AUTHORITY_UNVERIFIED, "it did not come so far as to prove that the key to its certificate is its own");

    private CertificateFindings() {}

    /** Whose it is, as far as the mesh confirms it. */
    static List<Finding> of(
            PeerCertificate certificate, Authority authority, boolean keyProved, @Nullable String expected) {
        return switch (authority) {
            case MESH -> identity(certificate, expected);
            case FOREIGN -> List.of(foreign(certificate));
            case UNVERIFIED ->
                keyProved
                        ? Stream.concat(Stream.of(UNCHECKED), identity(certificate, expected).stream())
                                .toList()
                        : List.of(UNPROVED);
        };
    }

    private static Finding foreign(PeerCertificate certificate) {
        String claim = certificate.spiffe() == null ? "nobody" : certificate.spiffe();
        return new Finding(
                Kind.FOREIGN_AUTHORITY,
                "no root of the mesh signed its certificate; issued by " + certificate.issuer() + ", it claims to be "
                        + claim);
    }

    private static List<Finding> identity(PeerCertificate certificate, @Nullable String expected) {
        String spiffe = certificate.spiffe();
        if (spiffe == null) {
            return List.of(
                    certificate.uris().size() > 1
                            ? new Finding(
                                    Kind.SEVERAL_URIS,
                                    certificate.uris().size()
                                            + " URIs in the certificate: which identity it proves is open")
                            : new Finding(
                                    Kind.NO_SPIFFE_ID,
                                    "the certificate holds no SPIFFE ID; issued by " + certificate.issuer()));
        }
        if (expected == null) {
            return List.of();
        }
        return List.of(
                spiffe.equals(expected)
                        ? new Finding(Kind.IDENTITY_MATCHES, "namespace and service account are the pod's")
                        : new Finding(Kind.IDENTITY_DIFFERS, "expected " + expected));
    }

    static List<Finding> validity(PeerCertificate certificate, Instant now) {
        if (now.isBefore(certificate.notBefore())) {
            return List.of(new Finding(Kind.CERTIFICATE_NOT_YET_VALID, "valid from " + certificate.notBefore()));
        }
        if (now.isAfter(certificate.notAfter())) {
            return List.of(new Finding(Kind.CERTIFICATE_EXPIRED, "valid until " + certificate.notAfter()));
        }
        Duration left = Duration.between(now, certificate.notAfter());
        return left.compareTo(soon(certificate)) < 0
                ? List.of(new Finding(
                        Kind.CERTIFICATE_EXPIRES_SOON,
                        "valid until " + certificate.notAfter() + ", and should have been renewed at half of its life"))
                : List.of();
    }

    private static Duration soon(PeerCertificate certificate) {
        Duration part = Duration.between(certificate.notBefore(), certificate.notAfter())
                .dividedBy(LAST_PART);
        return part.compareTo(MOST) < 0 ? part : MOST;
    }
}

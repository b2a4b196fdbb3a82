package io.ambientprober.agent.handshake;

import io.ambientprober.input.Printable;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server's certificate says. Whether an authority of the mesh signed it, {@link MeshRoots} tells.
 *
 * @param uris of the subject alternative names
 * @param key type and size
 */
record PeerCertificate(List<String> uris, Instant notBefore, Instant notAfter, String key, String issuer) {
    /** RFC 5280, section 4.2.1.6. */
    private static final int URI = 6;

    private static final int MAX_ISSUER = 80;

    /** Null when it is not a certificate that can be read. */
    static @Nullable PeerCertificate read(byte[] der) {
        try {
            X509Certificate certificate = DerCertificate.read(der);
            return new PeerCertificate(
                    uris(certificate),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    key(certificate.getPublicKey()),
                    shortened(certificate.getIssuerX500Principal().getName()));
        } catch (CertificateException | RuntimeException e) {
            return null;
        }
    }

    private static List<String> uris(X509Certificate certificate) throws CertificateException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? List.of()
                : names.stream()
                        .filter(name -> name.getFirst() instanceof Integer type && type == URI)
                        .map(name -> (String) name.getLast())
                        .toList();
    }

    private static String key(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec ->
                "EC P-" + ec.getParams().getCurve().getField().getFieldSize();
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
            case EdECPublicKey ed -> ed.getParams().getName();
            default -> key.getAlgorithm();
        };
    }

    private static String shortened(String name) {
        String printable = Printable.of(name);
        return printable.length() <= MAX_ISSUER ? printable : printable.substring(0, MAX_ISSUER) + "...";
    }

    /** The one SPIFFE ID that it may hold (X509-SVID, section 2: exactly one URI); null when it holds none, or more. */
    @Nullable
    String spiffe() {
        return uris.size() == 1 && SpiffeId.isValid(uris.getFirst()) ? uris.getFirst() : null;
    }
}

package io.ambientprober.agent.handshake;

import io.ambientprober.handshake.HandshakeResult.Authority;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The authorities whose word counts in a mesh: the certificates of its ConfigMap istio-ca-root-cert. */
final class MeshRoots {
    /** Nobody's word can be checked. */
    static final MeshRoots NONE = new MeshRoots(Set.of());

    /** A root that changes is published beside the old one; more than a few are a mistake. */
    private static final int MAX_ROOTS = 32;

    /** Certificates between root and server. */
    private static final int MAX_BETWEEN = 8;

    private final Set<TrustAnchor> roots;

    private MeshRoots(Set<TrustAnchor> roots) {
        this.roots = roots;
    }

    /**
     * Reads certificates, one after the other.
     *
     * @throws IllegalArgumentException in one line, when there is anything else, or nothing
     */
    static MeshRoots parse(String pem) {
        try {
            Set<TrustAnchor> roots = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(root -> new TrustAnchor((X509Certificate) root, null))
                    .collect(Collectors.toSet());
            if (roots.isEmpty() || roots.size() > MAX_ROOTS) {
                throw new IllegalArgumentException(roots.size() + " certificates, where 1 to " + MAX_ROOTS + " may be");
            }
            return new MeshRoots(roots);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("no certificates in PEM", e);
        }
    }

    /**
     * Who signed for a server. Whether its certificate is valid today is another question.
     *
     * @param chain as DER, the server's own first
     */
    Authority of(List<byte[]> chain) {
        if (roots.isEmpty()) {
            return Authority.UNVERIFIED;
        }
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            for (byte[] der : chain) {
                certificates.add(DerCertificate.read(der));
            }
            CertPathBuilder.getInstance("PKIX").build(search(certificates));
            return Authority.MESH;
        } catch (CertificateException | CertPathBuilderException e) {
            return Authority.FOREIGN;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has X.509 and PKIX", e);
        }
    }

    private PKIXBuilderParameters search(List<X509Certificate> chain)
            throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
        X509CertSelector server = new X509CertSelector();
        server.setCertificate(chain.getFirst());
        PKIXBuilderParameters search = new PKIXBuilderParameters(roots, server);
        search.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
        search.setRevocationEnabled(false);
        search.setMaxPathLength(MAX_BETWEEN);
        search.setDate(midLife(chain.getFirst()));
        return search;
    }

    /** A time at which the server's certificate was valid. */
    private static Date midLife(X509Certificate certificate) {
        Instant from = certificate.getNotBefore().toInstant();
        Duration life = Duration.between(from, certificate.getNotAfter().toInstant());
        return Date.from(from.plus(life.dividedBy(2)));
    }
}

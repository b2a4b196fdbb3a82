package io.ambientprober.agent.handshake;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;

/** A certificate as TLS carries it (RFC 8446, section 4.4.2): DER, and nothing behind it. */
final class DerCertificate {
    private DerCertificate() {}

    /** @throws CertificateException when it is anything else, PEM for example, which the JDK reads too */
    static X509Certificate read(byte[] der) throws CertificateException {
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        if (!Arrays.equals(certificate.getEncoded(), der)) {
            throw new CertificateException("not a certificate in DER alone");
        }
        return certificate;
    }
}

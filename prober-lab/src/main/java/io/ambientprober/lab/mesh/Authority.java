package io.ambientprober.lab.mesh;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** The certificate authority of one lab: lives in memory, and ends with it. */
public final class Authority {
    public static final Duration VALIDITY = Duration.ofHours(24);
    /** Against clocks that differ; there is but one here. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    private static final X500Principal NAME = new X500Principal("O=ambient-prober lab");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateKey key;
    private final X509Certificate certificate;

    private Authority(PrivateKey key, X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    public static Authority create() throws IOException {
        try {
            KeyPair pair = keyPair();
            X509v3CertificateBuilder builder = certificate(NAME, pair, Instant.now());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return new Authority(pair.getPrivate(), sign(builder, pair.getPrivate()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("could not make a certificate authority", e);
        }
    }

    /** A key and a certificate for one identity, to be used on both sides of a connection. */
    public WorkloadCredentials issue(Spiffe identity) throws IOException {
        return issue(identity, Duration.ZERO);
    }

    /**
     * The same, from another time.
     *
     * @param age how long ago it was issued
     */
    public WorkloadCredentials issue(Spiffe identity, Duration age) throws IOException {
        try {
            KeyPair pair = keyPair();
            X509v3CertificateBuilder builder =
                    certificate(new X500Principal(""), pair, Instant.now().minus(age));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
            }));
            // Critical, since the subject is empty (RFC 5280, section 4.2.1.6).
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    true,
                    new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, identity.uri())));
            X509Certificate leaf = sign(builder, key);
            return new WorkloadCredentials(
                    pem("CERTIFICATE", leaf.getEncoded()),
                    pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("could not issue a certificate for " + identity.uri(), e);
        }
    }

    public String certificatePem() throws IOException {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("could not encode the authority's certificate", e);
        }
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder certificate(X500Principal subject, KeyPair pair, Instant issued) {
        return new JcaX509v3CertificateBuilder(
                NAME,
                new BigInteger(127, RANDOM),
                Date.from(issued.minus(BACKDATED)),
                Date.from(issued.plus(VALIDITY)),
                subject,
                pair.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws OperatorCreationException, GeneralSecurityException {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}

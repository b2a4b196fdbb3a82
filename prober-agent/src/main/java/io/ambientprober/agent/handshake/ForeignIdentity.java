package io.ambientprober.agent.handshake;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** A certificate in the form of the mesh's, of an authority made on the spot. The keys never leave the process. */
final class ForeignIdentity {
    private static final Duration BACKDATED = Duration.ofMinutes(5);
    private static final Duration VALIDITY = Duration.ofHours(1);
    private static final X500Name AUTHORITY = new X500Name("O=ambient-prober foreign authority");
    private static final X500Name NOBODY = new X500Name("");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String trustDomain;
    private final AsymmetricKeyParameter key;
    private final byte[] leaf;
    private final byte[] root;

    private ForeignIdentity(String trustDomain, AsymmetricKeyParameter key, byte[] leaf, byte[] root) {
        this.trustDomain = trustDomain;
        this.key = key;
        this.leaf = leaf;
        this.root = root;
    }

    /** Claims to belong to a trust domain: only its authority can tell that it does not. */
    static ForeignIdentity claiming(String trustDomain, Instant now) {
        try {
            KeyPair authority = keyPair();
            X509v3CertificateBuilder root = certificate(AUTHORITY, authority, now);
            root.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            root.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            KeyPair own = keyPair();
            return new ForeignIdentity(
                    trustDomain,
                    PrivateKeyFactory.createKey(own.getPrivate().getEncoded()),
                    signed(leaf("spiffe://" + trustDomain + "/ns/ambient-prober/sa/stranger", own, now), authority),
                    signed(root, authority));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("every JDK makes P-256 certificates", e);
        }
    }

    private static X509v3CertificateBuilder leaf(String uri, KeyPair pair, Instant now) throws IOException {
        X509v3CertificateBuilder leaf = certificate(NOBODY, pair, now);
        leaf.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        leaf.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
            KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
        }));
        // Critical, since the subject is empty (RFC 5280, section 4.2.1.6).
        leaf.addExtension(
                Extension.subjectAlternativeName,
                true,
                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
        return leaf;
    }

    private static KeyPair keyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static X509v3CertificateBuilder certificate(X500Name subject, KeyPair pair, Instant now) {
        return new X509v3CertificateBuilder(
                AUTHORITY,
                new BigInteger(127, RANDOM),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(VALIDITY)),
                subject,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
    }

    private static byte[] signed(X509v3CertificateBuilder certificate, KeyPair authority)
            throws OperatorCreationException, IOException {
        return certificate
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate()))
                .getEncoded();
    }

    boolean claims(String domain) {
        return trustDomain.equals(domain);
    }

    TlsCredentialedSigner credentials(TlsContext context, BcTlsCrypto crypto) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                key,
                chain(context, crypto),
                SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    private Certificate chain(TlsContext context, BcTlsCrypto crypto) {
        TlsCertificate own = parsed(crypto, leaf);
        TlsCertificate authority = parsed(crypto, root);
        return TlsUtils.isTLSv13(context)
                ? new Certificate(
                        TlsUtils.EMPTY_BYTES,
                        new CertificateEntry[] {new CertificateEntry(own, null), new CertificateEntry(authority, null)})
                : new Certificate(new TlsCertificate[] {own, authority});
    }

    private static TlsCertificate parsed(BcTlsCrypto crypto, byte[] der) {
        try {
            return crypto.createCertificate(der);
        } catch (IOException e) {
            throw new IllegalStateException("our own certificate can be read", e);
        }
    }
}

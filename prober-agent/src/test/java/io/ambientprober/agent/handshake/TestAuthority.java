package io.ambientprober.agent.handshake;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Who signs certificates: a root, one below it, or a workload that has no business to. */
final class TestAuthority {
    private static final Duration DAY = Duration.ofHours(24);

    private final X500Name name;
    private final KeyPair pair;
    private final byte[] certificate;
    /** Its own certificate and those up to the root, the root left out. */
    private final List<byte[]> chain;

    private TestAuthority(X500Name name, KeyPair pair, byte[] certificate, List<byte[]> chain) {
        this.name = name;
        this.pair = pair;
        this.certificate = certificate;
        this.chain = chain;
    }

    static TestAuthority root(String name) {
        KeyPair pair = newPair();
        X500Name own = new X500Name("O=" + name);
        return new TestAuthority(own, pair, signed(own, pair, own, pair, Instant.now(), true, null), List.of());
    }

    TestAuthority intermediate() {
        return below("O=intermediate", true);
    }

    /** A certificate like any other of the mesh, whose holder signs with it. */
    TestAuthority workload() {
        return below("O=workload", false);
    }

    private TestAuthority below(String below, boolean authority) {
        KeyPair own = newPair();
        X500Name subject = new X500Name(below);
        byte[] signed = signed(name, pair, subject, own, Instant.now(), authority, Certificates.SPIFFE);
        return new TestAuthority(subject, own, signed, with(signed, chain));
    }

    Certificates issue() {
        return issue(Instant.now());
    }

    Certificates issue(Instant from) {
        KeyPair own = newPair();
        byte[] leaf = signed(name, pair, new X500Name(""), own, from, false, Certificates.SPIFFE);
        return new Certificates(own, with(leaf, chain));
    }

    private static List<byte[]> with(byte[] first, List<byte[]> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }

    byte[] certificate() {
        return certificate;
    }

    String pem() {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate)
                + "\n-----END CERTIFICATE-----\n";
    }

    MeshRoots roots() {
        return MeshRoots.parse(pem());
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] signed(
            X500Name issuer,
            KeyPair signer,
            X500Name subject,
            KeyPair own,
            Instant from,
            boolean authority,
            @Nullable String uri) {
        try {
            X509v3CertificateBuilder certificate = new X509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(System.nanoTime()),
                    Date.from(from.minusSeconds(60)),
                    Date.from(from.plus(DAY)),
                    subject,
                    SubjectPublicKeyInfo.getInstance(own.getPublic().getEncoded()));
            if (authority) {
                certificate.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
                certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            }
            if (uri != null) {
                certificate.addExtension(
                        Extension.subjectAlternativeName,
                        true,
                        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, uri)));
            }
            return certificate
                    .build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate()))
                    .getEncoded();
        } catch (OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

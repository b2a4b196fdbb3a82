package io.ambientprober.agent.handshake;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A server's certificate as a test wants it: signed by itself, since nobody checks. */
record Certificates(KeyPair pair, List<byte[]> chain) {
    static final String SPIFFE = "spiffe://cluster.local/ns/mesh/sa/server";
    private static final Duration DAY = Duration.ofHours(24);

    static Certificates healthy() {
        return of(Instant.now().minusSeconds(60), DAY, SPIFFE);
    }

    static Certificates holding(String... uris) {
        return of(Instant.now().minusSeconds(60), DAY, uris);
    }

    static Certificates of(Instant from, Duration life, String... uris) {
        return signed(new ECGenParameterSpec("secp256r1"), "SHA256withECDSA", from, life, uris);
    }

    static Certificates rsa() {
        AlgorithmParameterSpec size = new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4);
        return signed(size, "SHA256withRSA", Instant.now().minusSeconds(60), DAY, SPIFFE);
    }

    /** The same certificate over and over. */
    Certificates times(int count) {
        return new Certificates(pair, Collections.nCopies(count, chain.getFirst()));
    }

    private static Certificates signed(
            AlgorithmParameterSpec kind, String algorithm, Instant from, Duration life, String... uris) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.endsWith("RSA") ? "RSA" : "EC");
            generator.initialize(kind);
            KeyPair pair = generator.generateKeyPair();
            X500Name name = new X500Name("O=test");
            X509v3CertificateBuilder certificate = new X509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(from),
                    Date.from(from.plus(life)),
                    name,
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
            if (uris.length > 0) {
                certificate.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(Stream.of(uris)
                                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                                .toArray(GeneralName[]::new)));
            }
            return new Certificates(
                    pair,
                    List.of(certificate
                            .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
                            .getEncoded()));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}

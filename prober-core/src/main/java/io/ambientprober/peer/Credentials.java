package io.ambientprober.peer;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** A key of one process, and the certificate by which its peers know it. */
public final class Credentials {
    /** The only version that is spoken: it leaves nothing to choose, and shows no certificate to anyone who listens. */
    private static final String PROTOCOL = "TLSv1.3";

    /** Of a record: each end keeps room for the largest that came, and a run keeps a connection to every node. */
    private static final int LARGEST_PACKET = 4 << 10;

    /**
     * How many tickets a server sends for later connections (sun.security.ssl.SSLConfiguration): none here follows that would use one, and each end
     * keeps what belongs to them.
     */
    private static final String TICKETS = "jdk.tls.server.newSessionTicketCount";

    static {
        if (System.getProperty(TICKETS) == null) {
            System.setProperty(TICKETS, "0");
        }
    }

    private static final String ALGORITHM = "Ed25519";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PRIVATE_KEY = "PRIVATE KEY";

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final Fingerprint fingerprint;

    private Credentials(PrivateKey key, byte[] der) throws GeneralSecurityException {
        this.key = key;
        certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        fingerprint = Fingerprint.of(certificate);
    }

    /** New ones, which nobody else has. */
    public static Credentials create() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new Credentials(pair.getPrivate(), SelfSigned.certificate(pair));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK makes Ed25519 certificates", e);
        }
    }

    /**
     * Those that were kept as PEM (RFC 7468).
     *
     * @throws GeneralSecurityException when they are none
     */
    public static Credentials fromPem(String certificate, String key) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der(PRIVATE_KEY, key));
        return new Credentials(KeyFactory.getInstance(ALGORITHM).generatePrivate(spec), der(CERTIFICATE, certificate));
    }

    public Fingerprint fingerprint() {
        return fingerprint;
    }

    public String certificatePem() {
        try {
            return pem(CERTIFICATE, certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** The secret: for the one place where it is kept. */
    public String keyPem() {
        return pem(PRIVATE_KEY, key.getEncoded());
    }

    /** For connections to, or from, the one peer that has this certificate; neither names nor dates nor authorities count. */
    public SSLContext trustingOnly(Fingerprint peer) {
        try {
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(
                    new KeyManager[] {new OwnKey(key, certificate)}, new TrustManager[] {new PinnedPeer(peer)}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK speaks TLS 1.3", e);
        }
    }

    /** What is spoken on a connection of such a context, on either side. */
    public static SSLParameters parameters(SSLContext context) {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {PROTOCOL});
        parameters.setMaximumPacketSize(LARGEST_PACKET);
        return parameters;
    }

    private static String pem(String type, byte[] der) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    private static byte[] der(String type, String pem) throws GeneralSecurityException {
        String base64 =
                pem.strip().replace("-----BEGIN " + type + "-----", "").replace("-----END " + type + "-----", "");
        try {
            return Base64.getMimeDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("no PEM of a " + type.toLowerCase(Locale.ROOT), e);
        }
    }
}

package io.ambientprober.agent.handshake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AbstractTlsClient;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CertificateStatusRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** Speaks TLS as a peer of HBONE would, takes any certificate, and shows none or a foreign one. It notes, and judges nothing. */
final class StrangerClient extends AbstractTlsClient {
    /** Those of ztunnel first, then what else a modern server may choose: who answers 15008 need not be ztunnel. */
    private static final int[] SUITES = {
        CipherSuite.TLS_AES_256_GCM_SHA384,
        CipherSuite.TLS_AES_128_GCM_SHA256,
        CipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    };

    /** The last one is all that a ztunnel with COMPLIANCE_POLICY=pqc takes. */
    private static final int[] GROUPS = {
        NamedGroup.x25519, NamedGroup.secp256r1, NamedGroup.secp384r1, NamedGroup.X25519MLKEM768
    };

    private final Notes notes;
    private final @Nullable ForeignIdentity identity;

    StrangerClient(BcTlsCrypto crypto, Notes notes, @Nullable ForeignIdentity identity) {
        super(crypto);
        this.notes = notes;
        this.identity = identity;
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return SUITES.clone();
    }

    @Override
    protected Vector<Integer> getSupportedGroups(@SuppressWarnings("rawtypes") Vector roles) {
        Vector<Integer> groups = new Vector<>();
        TlsUtils.addIfSupported(groups, getCrypto(), GROUPS);
        return groups;
    }

    @Override
    protected Vector<ProtocolName> getProtocolNames() {
        return new Vector<>(List.of(ProtocolName.HTTP_2_TLS));
    }

    @Override
    protected @Nullable CertificateStatusRequest getCertificateStatusRequest() {
        return null;
    }

    /** A chain that a strict client would refuse is worth reading anyway. */
    @Override
    public boolean shouldCheckSigAlgOfPeerCerts() {
        return false;
    }

    /** Nothing is ever renegotiated here. */
    @Override
    public void notifySecureRenegotiation(boolean secure) {}

    @Override
    public void notifyServerVersion(ProtocolVersion version) {
        notes.version(version.getName().replace("TLS ", ""), TlsUtils.isTLSv13(version));
    }

    @Override
    public void notifySelectedCipherSuite(int suite) {
        notes.suite(suite);
    }

    @Override
    public void processServerExtensions(@SuppressWarnings("rawtypes") @Nullable Hashtable extensions)
            throws IOException {
        super.processServerExtensions(extensions);
        ProtocolName chosen = extensions == null ? null : TlsExtensionsUtils.getALPNExtensionServer(extensions);
        if (chosen != null) {
            notes.alpn(chosen.getUtf8Decoding());
        }
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        notes.alert(description);
    }

    @Override
    public void notifyHandshakeComplete() {
        notes.completed();
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                notes.chain(encoded(certificate.getCertificate().getCertificateList()));
            }

            @Override
            public @Nullable TlsCredentials getClientCredentials(CertificateRequest request) {
                return identity == null ? null : identity.credentials(context, (BcTlsCrypto) getCrypto());
            }
        };
    }

    private static List<byte[]> encoded(TlsCertificate[] certificates) throws IOException {
        List<byte[]> chain = new ArrayList<>(certificates.length);
        for (TlsCertificate certificate : certificates) {
            chain.add(certificate.getEncoded());
        }
        return chain;
    }
}

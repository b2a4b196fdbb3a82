package io.ambientprober.agent.handshake;

import java.io.IOException;
import java.net.Socket;
import java.util.Hashtable;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateEntry;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolName;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsExtensionsUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** Bouncy Castle's server, following a {@link TlsScript}. */
final class ScriptedTls extends DefaultTlsServer {
    private final TlsScript script;
    private final Socket socket;

    ScriptedTls(BcTlsCrypto crypto, TlsScript script, Socket socket) {
        super(crypto);
        this.script = script;
        this.socket = socket;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return new ProtocolVersion[] {script.version()};
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {
            CipherSuite.TLS_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
        };
    }

    @Override
    public int[] getSupportedGroups() throws IOException {
        return script.group() == null ? super.getSupportedGroups() : new int[] {script.group()};
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void getServerExtensionsForConnection(Hashtable extensions) throws IOException {
        super.getServerExtensionsForConnection(extensions);
        if (script.alpn() != null) {
            TlsExtensionsUtils.addALPNExtensionServer(extensions, ProtocolName.asUtf8Encoding(script.alpn()));
        }
    }

    @Override
    public @Nullable CertificateRequest getCertificateRequest() throws IOException {
        if (!script.requests()) {
            return null;
        }
        var algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
        return TlsUtils.isTLSv13(context)
                ? new CertificateRequest(TlsUtils.EMPTY_BYTES, algorithms, null, null)
                : new CertificateRequest(new short[] {ClientCertificateType.ecdsa_sign}, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        script.verdict().certificate(!certificate.isEmpty(), socket);
    }

    @Override
    public TlsCredentials getCredentials() throws IOException {
        AsymmetricKeyParameter key = PrivateKeyFactory.createKey(
                script.certificates().pair().getPrivate().getEncoded());
        boolean rsa = script.certificates().pair().getPrivate().getAlgorithm().equals("RSA");
        SignatureAndHashAlgorithm algorithm = rsa
                ? SignatureAndHashAlgorithm.rsa_pss_rsae_sha256
                : SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), (BcTlsCrypto) getCrypto(), key, chain(), algorithm);
    }

    private Certificate chain() throws IOException {
        int count = script.certificates().chain().size();
        TlsCertificate[] certificates = new TlsCertificate[count];
        CertificateEntry[] entries = new CertificateEntry[count];
        for (int i = 0; i < count; i++) {
            certificates[i] =
                    getCrypto().createCertificate(script.certificates().chain().get(i));
            entries[i] = new CertificateEntry(certificates[i], null);
        }
        return TlsUtils.isTLSv13(context)
                ? new Certificate(TlsUtils.EMPTY_BYTES, entries)
                : new Certificate(certificates);
    }
}

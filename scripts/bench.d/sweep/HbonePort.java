import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A port on all addresses that refuses strangers over TLS 1.3, as ztunnel does. */
final class HbonePort {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private HbonePort() {}

    /** Arguments: folder with keys and roots, port. Says when it listens, and goes on until it is ended. */
    static void main(String[] args) throws Exception {
        try (ServerSocket port = open(Path.of(args[0]), Integer.parseInt(args[1]))) {
            System.out.println("listening");
            serve(port);
        }
    }

    /** @param port 0 for any */
    static ServerSocket open(Path keys, int port) throws Exception {
        KeyStore own = KeyStore.getInstance(keys.resolve("server.p12").toFile(), PASSWORD);
        KeyManagerFactory key = KeyManagerFactory.getInstance("PKIX");
        key.init(own, PASSWORD);
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        try (InputStream root = Files.newInputStream(keys.resolve("root.pem"))) {
            roots.setCertificateEntry("root", CertificateFactory.getInstance("X.509").generateCertificate(root));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(roots);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(key.getKeyManagers(), trust.getTrustManagers(), null);
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(port, 1000);
        server.setNeedClientAuth(true);
        SSLParameters parameters = server.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        server.setSSLParameters(parameters);
        return server;
    }

    static void serve(ServerSocket server) {
        try {
            while (true) {
                SSLSocket socket = (SSLSocket) server.accept();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        socket.startHandshake();
                    } catch (IOException e) {
                        // a stranger, refused
                    }
                });
            }
        } catch (IOException e) {
            // the bench is over
        }
    }
}

package io.ambientprober.agent.handshake;

import io.ambientprober.fuzz.Choices;
import io.ambientprober.fuzz.Complaint;
import io.ambientprober.fuzz.Entrance;
import io.ambientprober.fuzz.Require;
import io.ambientprober.handshake.HandshakeResult.Authority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/** Whoever answers on an HBONE port: TLS messages, certificates, and what is said over HTTP/2; the first byte says which. */
public final class StrangerEntrance implements Entrance {
    private static final BcTlsCrypto CRYPTO = new BcTlsCrypto(new SecureRandom());
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    /** Of an authority whose key nobody has any more, and of a server that it vouches for. */
    private static final byte[] ROOT = resource("root.der");

    private static final byte[] LEAF = resource("leaf.der");
    private static final MeshRoots MESH = MeshRoots.parse(pem(ROOT));

    private enum Kind {
        MESSAGES,
        CHAIN,
        ROOTS,
        FRAMES
    }

    @Override
    public void read(byte[] input) throws IOException {
        Choices choices = new Choices(input);
        Kind kind = choices.of(Kind.values());
        switch (kind) {
            case MESSAGES -> messages(choices);
            case CHAIN -> chain(choices);
            case ROOTS -> roots(new String(choices.rest(), StandardCharsets.ISO_8859_1));
            case FRAMES -> frames(choices.rest());
        }
    }

    /** Exceptions of any kind end a handshake; whoever shows no key and no certificate is never believed. */
    private static void messages(Choices choices) throws IOException {
        Notes notes = new Notes();
        ObservedProtocol protocol = new ObservedProtocol(notes);
        protocol.connect(new StrangerClient(CRYPTO, notes, null));
        byte[] bytes = choices.rest();
        if (bytes.length > 0) {
            TlsRecord.begins(bytes, bytes.length);
            TlsRecord.looksLike(bytes, bytes.length);
        }
        try {
            protocol.offerInput(bytes, 0, bytes.length);
        } catch (IOException | RuntimeException e) {
            // As StrangerHandshake says.
        }
        Require.that(!notes.complete(), "a handshake was completed without a key");
        Require.that(!notes.admitted(), "a stranger was let in by nobody");
    }

    private static void chain(Choices choices) {
        List<byte[]> chain = new ArrayList<>();
        do {
            chain.add(choices.bytes(choices.word()));
        } while (choices.hasMore());
        PeerCertificate certificate = PeerCertificate.read(chain.getFirst());
        if (certificate == null) {
            return;
        }
        Authority authority = MESH.of(chain);
        CertificateFindings.of(certificate, authority, true, "spiffe://x/ns/y/sa/z");
        CertificateFindings.validity(certificate, NOW);
        Require.that(
                authority != Authority.MESH
                        || Arrays.equals(chain.getFirst(), ROOT)
                        || Arrays.equals(chain.getFirst(), LEAF),
                "the mesh vouches for a certificate that it did not sign");
    }

    private static void roots(String pem) {
        try {
            MeshRoots.parse(pem);
        } catch (IllegalArgumentException e) {
            Complaint.requireOneLine(e);
        }
    }

    private static void frames(byte[] bytes) {
        Http2 http = new Http2();
        http.received(bytes, bytes.length % 2 == 0);
        Require.that(!http.isReply() || http.anything(), "a reply of nothing");
    }

    private static String pem(byte[] der) {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] resource(String name) {
        try (InputStream in = StrangerEntrance.class.getResourceAsStream("/certificates/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Stream<byte[]> seeds() {
        byte[] both = input(Kind.CHAIN, length(LEAF), LEAF, length(ROOT), ROOT);
        byte[] alert = {21, 3, 3, 0, 2, 2, 40};
        byte[] frame = {0, 0, 0, 4, 1, 0, 0, 0, 0};
        return Stream.of(
                both,
                input(Kind.CHAIN, length(ROOT), ROOT),
                input(Kind.ROOTS, pem(ROOT).getBytes(StandardCharsets.US_ASCII)),
                input(Kind.FRAMES, frame),
                input(Kind.MESSAGES, alert),
                input(Kind.MESSAGES, hello(), message(11, certificates())));
    }

    /** Of TLS 1.2, in which certificates are not encrypted. */
    private static byte[] hello() {
        byte[] body = new byte[38];
        body[0] = 3;
        body[1] = 3;
        body[35] = (byte) 0xC0;
        body[36] = 0x2B;
        return message(2, body);
    }

    private static byte[] certificates() {
        byte[] list = join(new byte[1], length(LEAF), LEAF, new byte[1], length(ROOT), ROOT);
        return join(new byte[1], length(list), list);
    }

    /** A record with a handshake message (RFC 5246, sections 6.2.1 and 7.4). */
    private static byte[] message(int type, byte[] body) {
        byte[] whole = join(new byte[] {(byte) type, 0}, length(body), body);
        return join(new byte[] {22, 3, 3}, length(whole), whole);
    }

    private static byte[] length(byte[] bytes) {
        return new byte[] {(byte) (bytes.length >> 8), (byte) bytes.length};
    }

    private static byte[] input(Kind kind, byte[]... parts) {
        return join(new byte[] {(byte) List.of(Kind.values()).indexOf(kind)}, join(parts));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}

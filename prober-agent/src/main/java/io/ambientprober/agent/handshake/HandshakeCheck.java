package io.ambientprober.agent.handshake;

import io.ambientprober.agent.handshake.Finding.Kind;
import io.ambientprober.agent.handshake.Observation.Request;
import io.ambientprober.handshake.HandshakeResult;
import io.ambientprober.handshake.HandshakeResult.Authority;
import io.ambientprober.input.Printable;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** Knocks at one port as two strangers, and says what that shows. */
final class HandshakeCheck {
    /** Istio's default. The foreign client claims it where the server showed no identity to take another from. */
    private static final String TRUST_DOMAIN = "cluster.local";

    private static final String HTTP_2 = "h2";
    private static final int MAX_ALPN = 32;

    private final HandshakeTimeouts patience;
    private final InstantSource clock;
    private final MeshRoots roots;
    private final BcTlsCrypto crypto = new BcTlsCrypto(new SecureRandom());
    private @Nullable ForeignIdentity foreigner;

    HandshakeCheck(HandshakeTimeouts patience, InstantSource clock, MeshRoots roots) {
        this.patience = patience;
        this.clock = clock;
        this.roots = roots;
    }

    HandshakeResult check(Target target) {
        return result(target, meet(target, Waiting.OF_NOBODY));
    }

    /** Where the first stranger was met with silence the second one stays at home. */
    Encounter meet(Target target, Waiting waiting) {
        Observation bare = StrangerHandshake.at(target.address(), crypto, null, patience, waiting);
        if (!bare.answered()) {
            return new Encounter(bare, bare);
        }
        ForeignIdentity foreigner = foreigner(trustDomain(target, bare));
        return new Encounter(bare, StrangerHandshake.at(target.address(), crypto, foreigner, patience, waiting));
    }

    private static String trustDomain(Target target, Observation bare) {
        PeerCertificate certificate = bare.chain().isEmpty()
                ? null
                : PeerCertificate.read(bare.chain().getFirst());
        String id = certificate == null ? null : certificate.spiffe();
        if (id == null) {
            id = target.expected();
        }
        return id == null ? TRUST_DOMAIN : SpiffeId.trustDomain(id);
    }

    /** The one of before, where it claims the same: to make it takes longer than to show it. */
    synchronized ForeignIdentity foreigner(String trustDomain) {
        ForeignIdentity known = foreigner;
        if (known == null || !known.claims(trustDomain)) {
            known = ForeignIdentity.claiming(trustDomain, clock.instant());
            foreigner = known;
        }
        return known;
    }

    /** What that shows, by now. */
    HandshakeResult result(Target target, Encounter encounter) {
        PeerCertificate certificate = encounter.certificate();
        Authority authority = certificate == null ? null : authority(encounter);
        String alpn = encounter.either(Observation::alpn);
        return new HandshakeResult(
                target.name(),
                encounter.mutual(),
                certificate == null || authority == Authority.FOREIGN || !encounter.keyProved()
                        ? null
                        : certificate.spiffe(),
                authority,
                encounter.either(Observation::version),
                encounter.either(Observation::suite),
                alpn == null ? null : shortened(alpn),
                certificate == null ? null : certificate.notAfter(),
                certificate == null ? null : certificate.key(),
                Encounter.alert(encounter.bare()),
                Encounter.alert(encounter.foreign()),
                findings(target, encounter, certificate, authority, clock.instant()).stream()
                        .map(Finding::toString)
                        .toList());
    }

    /** A certificate whose key the server did not prove to have may be a copy of anybody's. */
    private Authority authority(Encounter encounter) {
        return encounter.keyProved() ? roots.of(encounter.chain()) : Authority.UNVERIFIED;
    }

    private static List<Finding> findings(
            Target target,
            Encounter encounter,
            @Nullable PeerCertificate certificate,
            @Nullable Authority authority,
            Instant now) {
        List<Finding> findings = new ArrayList<>();
        if (Stream.of(encounter.bare(), encounter.foreign()).anyMatch(seen -> seen.request() == Request.NOT_SENT)) {
            findings.add(new Finding(Kind.NO_CERTIFICATE_REQUEST, "it asks its clients for no certificate"));
        }
        findings.addAll(EndFindings.of(encounter));
        if (certificate != null && authority != null) {
            findings.addAll(CertificateFindings.of(certificate, authority, encounter.keyProved(), target.expected()));
            findings.addAll(CertificateFindings.validity(certificate, now));
        } else if (!encounter.chain().isEmpty()) {
            findings.add(
                    new Finding(Kind.CERTIFICATE_UNREADABLE, "what it sent cannot be read as an X.509 certificate"));
        }
        findings.addAll(protocol(encounter));
        return findings;
    }

    /** Only of a server that came so far as to choose. */
    private static List<Finding> protocol(Encounter encounter) {
        List<Finding> findings = new ArrayList<>();
        if ("1.2".equals(encounter.either(Observation::version))) {
            findings.add(new Finding(Kind.ONLY_TLS_1_2, "TLS 1.3 was offered, too"));
        }
        String alpn = encounter.either(Observation::alpn);
        if (alpn != null && !alpn.equals(HTTP_2)) {
            findings.add(new Finding(Kind.WRONG_ALPN, "it chose " + shortened(alpn) + " where h2 was offered"));
        } else if (alpn == null && !encounter.chain().isEmpty()) {
            findings.add(new Finding(Kind.NO_ALPN, "it chose none where h2 was offered, which HBONE needs"));
        }
        return findings;
    }

    private static String shortened(String alpn) {
        return Printable.of(alpn.substring(0, Math.min(alpn.length(), MAX_ALPN)));
    }
}

package io.ambientprober.lab.mesh;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who a workload is: trust domain, namespace and service account, as Istio writes them into certificates. */
public record Spiffe(String uri) {
    public static final String TRUST_DOMAIN = "cluster.local";
    private static final Pattern FORM =
            Pattern.compile("spiffe://" + Pattern.quote(TRUST_DOMAIN) + "/ns/[^/]+/sa/[^/]+");
    /** The tag of a URI among the general names of RFC 5280. */
    private static final int URI = 6;

    public static Spiffe of(String namespace, String serviceAccount) {
        return new Spiffe("spiffe://" + TRUST_DOMAIN + "/ns/" + namespace + "/sa/" + serviceAccount);
    }

    /** The identity in the first certificate of a chain; empty when it has no identity of this trust domain. */
    static Optional<Spiffe> of(List<Certificate> chain) {
        if (chain.isEmpty() || !(chain.getFirst() instanceof X509Certificate leaf)) {
            return Optional.empty();
        }
        try {
            Collection<List<?>> names = leaf.getSubjectAlternativeNames();
            return names == null ? Optional.empty() : only(names);
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }

    private static Optional<Spiffe> only(Collection<List<?>> names) {
        return names.stream()
                .filter(name -> name.getFirst() instanceof Integer type && type == URI)
                .map(name -> String.valueOf(name.get(1)))
                .filter(FORM.asMatchPredicate())
                .map(Spiffe::new)
                .findFirst();
    }
}

package io.ambientprober.cluster;

import io.ambientprober.peer.Credentials;
import io.ambientprober.run.SiteException;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;

/**
 * The key by which runs command standing canaries, in the one Secret that the prober keeps, in its own namespace. The canaries
 * themselves are told no more than the fingerprint.
 */
final class StandingKey {
    private static final String TYPE = "kubernetes.io/tls";
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String PLACE = ClusterOptions.CONTROL_NAMESPACE + "/" + StandingObjects.NAME;

    private final Cluster cluster;

    StandingKey(Cluster cluster) {
        this.cluster = cluster;
    }

    /** That of the Secret, or a new one for it. */
    Credentials get() throws SiteException {
        Secret found = cluster.ask(
                "get Secret " + PLACE,
                () -> cluster.client()
                        .secrets()
                        .inNamespace(ClusterOptions.CONTROL_NAMESPACE)
                        .withName(StandingObjects.NAME)
                        .get());
        return found == null ? Credentials.create() : read(found);
    }

    static Secret secret(ControllerKey key) {
        return new SecretBuilder()
                .withMetadata(StandingObjects.metadata(ClusterOptions.CONTROL_NAMESPACE))
                .withType(TYPE)
                .withData(Map.of(CERTIFICATE, encoded(key.certificate()), KEY, encoded(key.key())))
                .build();
    }

    private static Credentials read(Secret secret) throws SiteException {
        Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
        try {
            return Credentials.fromPem(
                    decoded(data.getOrDefault(CERTIFICATE, "")), decoded(data.getOrDefault(KEY, "")));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SiteException(
                    "Secret " + PLACE + " holds no key of standing canaries; remove it and them with prober cleanup"
                            + " --standing",
                    e);
        }
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}

package io.ambientprober.cluster;

import io.ambientprober.peer.Credentials;

/**
 * By which pods know whom they obey, as text.
 *
 * @param fingerprint SHA-256 of the certificate, the only part that a pod is given
 * @param certificate in PEM
 * @param key in PEM
 */
record ControllerKey(String fingerprint, String certificate, String key) {
    /** In the place of one, where a manifest is only shown. */
    static final ControllerKey SHOWN = new ControllerKey(
            "SHA-256-OF-THE-CONTROLLERS-CERTIFICATE", "CERTIFICATE-OF-THE-CONTROLLER", "KEY-OF-THE-CONTROLLER");

    static ControllerKey of(Credentials credentials) {
        return new ControllerKey(credentials.fingerprint().hex(), credentials.certificatePem(), credentials.keyPem());
    }

    /** Not for logs. */
    @Override
    public String toString() {
        return fingerprint;
    }
}

package io.ambientprober.agent.handshake;

import java.net.URI;
import java.util.regex.Pattern;

/** The form of a SPIFFE ID (https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md). */
final class SpiffeId {
    /** Of Istio's: namespace and service account may take 63 and 253 characters, a trust domain is a host name. */
    private static final int MAX_LENGTH = 600;

    private static final Pattern FORM = Pattern.compile("spiffe://[a-z0-9._-]{1,255}(/[A-Za-z0-9._-]+)+");

    private SpiffeId() {}

    static boolean isValid(String uri) {
        return uri.length() <= MAX_LENGTH && FORM.matcher(uri).matches();
    }

    /** The part of a valid ID that says who signed it. */
    static String trustDomain(String id) {
        return URI.create(id).getAuthority();
    }
}

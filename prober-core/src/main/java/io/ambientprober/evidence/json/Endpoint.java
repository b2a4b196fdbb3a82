package io.ambientprober.evidence.json;

import io.ambientprober.plan.IpLiteral;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.wire.IpAddress;

/** An address and a port, as {@link IpAddress#withPort} writes them; port 0 where the transport has none. */
record Endpoint(IpAddress address, int port) {
    private static final int MAX_PORT = 65535;

    static Endpoint read(JsonField field) throws PlanFormatException {
        String text = field.text();
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        IpAddress address = host.isEmpty() ? null : IpLiteral.parse(host);
        int port = port(text.substring(colon + 1));
        if (address == null || port < 0) {
            throw field.isNot("an address and a port");
        }
        return new Endpoint(address, port);
    }

    /** Negative when it is none. */
    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port <= MAX_PORT ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}

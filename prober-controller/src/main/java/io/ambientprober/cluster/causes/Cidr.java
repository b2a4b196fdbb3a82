package io.ambientprober.cluster.causes;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A block of addresses; one address is a block of its own. */
record Cidr(InetAddress first, int bits) {
    /** For example {@code 10.0.0.0/8}; empty where it is none. */
    static Optional<Cidr> parsed(String text) {
        String[] parts = text.split("/", 2);
        try {
            InetAddress first = InetAddress.ofLiteral(parts[0]);
            int all = first.getAddress().length * Byte.SIZE;
            int bits = parts.length == 1 ? all : Integer.parseInt(parts[1]);
            return bits < 0 || bits > all ? Optional.empty() : Optional.of(new Cidr(first, bits));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Cidr of(Tree field) throws MalformedException {
        return parsed(String.valueOf(field.text())).orElseThrow(() -> field.isNot("a block of addresses"));
    }

    boolean contains(InetAddress address) {
        byte[] own = first.getAddress();
        byte[] other = address.getAddress();
        int bytes = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return own.length == other.length
                && Arrays.equals(own, 0, bytes, other, 0, bytes)
                && (rest == 0 || (own[bytes] ^ other[bytes]) >> (Byte.SIZE - rest) == 0);
    }
}

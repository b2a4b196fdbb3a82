package io.ambientprober.cli;

import io.ambientprober.plan.IpLiteral;
import io.ambientprober.wire.IpAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code 10.1.2.7:8080}, {@code [fd00::7]:8080}, or an address alone.
 *
 * @param port null when none was given
 */
record AddressPort(IpAddress address, @Nullable Integer port) {
    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[(.*)]|([^:]*)):(\\d{1,5})");
    private static final int MAX_PORT = 65535;

    int portOr(int usual) {
        return port == null ? usual : port;
    }

    static AddressPort parse(String text) {
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            return new AddressPort(address(text), null);
        }
        int port = Integer.parseInt(parts.group(3));
        if (port < 1 || port > MAX_PORT) {
            throw new TypeConversionException("'" + text + "' has no port of 1 to " + MAX_PORT);
        }
        return new AddressPort(address(parts.group(1) == null ? parts.group(2) : parts.group(1)), port);
    }

    static IpAddress address(String text) {
        IpAddress address = IpLiteral.parse(text);
        if (address == null) {
            throw new TypeConversionException("'" + text + "' is not an IP address");
        }
        return address;
    }
}

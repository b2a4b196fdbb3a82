package io.ambientprober.peer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line that a process writes on its standard output: where it listens on 127.0.0.1, and how it is known there. In a cluster
 * the line is read from the container's log, which nobody else on the node writes.
 *
 * @param version the build of the process, for example {@code 0.1.0}
 * @param port on 127.0.0.1
 * @param fingerprint of its certificate
 */
public record Announcement(String version, int port, Fingerprint fingerprint) {
    /** Of the line, with its end. */
    public static final int MAX_BYTES = 4096;

    private static final Pattern LINE = Pattern.compile(
            "ambient-prober (?<version>[0-9A-Za-z.+-]{1,64}) port (?<port>[0-9]{1,5}) sha256 (?<fingerprint>[0-9a-f]{64})");

    /** The line, without its end. */
    public String line() {
        return "ambient-prober " + version + " port " + port + " sha256 " + fingerprint;
    }

    /** @throws IllegalArgumentException with what the line is instead */
    public static Announcement parse(String line) {
        Matcher matcher = LINE.matcher(line);
        int port = matcher.matches() ? Integer.parseInt(matcher.group("port")) : 0;
        if (port < 1 || port > 0xFFFF) {
            throw new IllegalArgumentException("is not an announcement of a port and a certificate");
        }
        return new Announcement(matcher.group("version"), port, new Fingerprint(matcher.group("fingerprint")));
    }
}

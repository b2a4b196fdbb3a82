package io.ambientprober.lab.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Part of every name that a lab gives, so that labs do not meet, and so that what a killed lab left behind can be told from what a
 * living one uses.
 *
 * @param pid of the process that made the lab
 * @param started when, in ticks since boot: a process id alone is used again
 */
public record LabId(long pid, long started, String random) {
    private static final Pattern NAME = Pattern.compile("ap-([0-9]+)-([0-9]+)-([0-9a-f]{4})-.+");
    private static final SecureRandom RANDOM = new SecureRandom();

    public static LabId mine() throws IOException {
        byte[] random = new byte[2];
        RANDOM.nextBytes(random);
        long pid = ProcessHandle.current().pid();
        return new LabId(pid, startOf(pid), HexFormat.of().formatHex(random));
    }

    /** The lab that a name belongs to; empty when it is not a lab's. */
    static Optional<LabId> of(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(
                        new LabId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), matcher.group(3)))
                : Optional.empty();
    }

    String name(String what) {
        return "ap-" + pid + "-" + started + "-" + random + "-" + what;
    }

    boolean isOwnerAlive() {
        try {
            return startOf(pid) == started;
        } catch (IOException e) {
            return false;
        }
    }

    /** Field 22 of proc_pid_stat(5); the second, a name in brackets, may hold blanks. */
    private static long startOf(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[19]);
    }
}

package io.ambientprober.agent.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether this process may capture, asked before a controller counts on it. */
public final class Privileges {
    private static final String EFFECTIVE = "CapEff:";
    private static final int NET_RAW = 13; // linux/capability.h

    private Privileges() {}

    /** Says what to do when it may not; where there are no capabilities, only the capture itself can tell. */
    public static void requireCapture() throws CaptureException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(EFFECTIVE) && !has(line.substring(EFFECTIVE.length()), NET_RAW)) {
                    throw new CaptureException("no permission to capture: run as root or with the capability NET_RAW");
                }
            }
        } catch (IOException e) {
            throw new CaptureException("cannot read " + status + ": " + e.getMessage(), e);
        }
    }

    private static boolean has(String hex, int capability) {
        return (Long.parseUnsignedLong(hex.strip(), 16) >>> capability & 1) != 0;
    }
}

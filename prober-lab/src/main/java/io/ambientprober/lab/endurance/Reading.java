package io.ambientprober.lab.endurance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a process holds at a moment. */
record Reading(long residentKib, long descriptors) {
    private static final String RESIDENT = "VmRSS:";

    /** As proc_pid_status(5) and proc_pid_fd(5) have it. */
    static Reading of(ProcessHandle process) throws IOException {
        Path proc = Path.of("/proc", Long.toString(process.pid()));
        try (Stream<Path> descriptors = Files.list(proc.resolve("fd"));
                Stream<String> status = Files.lines(proc.resolve("status"))) {
            String resident = status.filter(line -> line.startsWith(RESIDENT))
                    .findFirst()
                    .orElseThrow(() -> new IOException("process " + process.pid() + " has no memory any more"));
            return new Reading(Long.parseLong(resident.replaceAll("\\D", "")), descriptors.count());
        }
    }
}

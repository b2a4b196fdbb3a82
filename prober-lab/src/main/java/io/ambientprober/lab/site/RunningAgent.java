package io.ambientprober.lab.site;

import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.PortForward;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The capture agent of a node: the process, and the way to its API. */
record RunningAgent(HttpAgent api, LabProcess process) {
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final int TOKEN_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Starts one and waits until it answers.
     *
     * @param undo ends it
     */
    static RunningAgent start(Programs programs, Node node, Set<Trait> traits, Undo undo, Duration timeout)
            throws IOException, SiteException {
        Path folder = Files.createTempDirectory(programs.folder(), node.name());
        String token = token();
        LabProcess process =
                programs.agent(node, traits, secret(folder.resolve("token"), token), folder.resolve("port"));
        undo.add(process::close);
        int port = port(process, folder.resolve("port"), timeout);
        PortForward forward = PortForward.to(node.netns(), port);
        undo.add(forward::close);
        HttpAgent api = HttpAgent.connect(node.name(), forward.port(), token);
        undo.add(api::close);
        return new RunningAgent(api, process);
    }

    private static String token() {
        byte[] random = new byte[TOKEN_BYTES];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private static Path secret(Path file, String token) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, token);
    }

    private static int port(LabProcess process, Path file, Duration timeout) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!Files.exists(file)) {
            if (!process.isAlive()) {
                throw new IOException(process + " ended: " + process.complaint());
            }
            if (System.nanoTime() > end) {
                throw new IOException(process + " did not listen within " + timeout.toMillis() + " ms");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return Integer.parseInt(Files.readString(file).strip());
    }
}

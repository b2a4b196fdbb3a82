package io.ambientprober.agent.canary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes the outcome so that nobody reads half of it, where the place allows that. */
final class OutcomeFile {
    private OutcomeFile() {}

    static void write(Path file, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (isToStay(file) || !replace(file.toAbsolutePath(), bytes)) {
            Files.write(file, bytes);
        }
    }

    /** A device, a pipe, a link: renaming would replace it. */
    private static boolean isToStay(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * False where that is impossible: a termination log is a file mounted into a folder that is not ours to write, and nothing can
     * be renamed onto a mount (EBUSY).
     */
    private static boolean replace(Path file, byte[] bytes) {
        Path draft = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.write(draft, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException impossible) {
            return discard(draft);
        }
    }

    private static boolean discard(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException leftBehind) {
            // The outcome matters more; the draft ends with the pod.
        }
        return false;
    }
}

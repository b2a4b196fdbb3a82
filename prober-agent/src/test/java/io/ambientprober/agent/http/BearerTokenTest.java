package io.ambientprober.agent.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BearerTokenTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsNoTokenIsNamed() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xFF, 0});

        assertRefused(empty, empty + ": a token has at least 16 characters");
        assertRefused(binary, binary + ": a token is text");
        assertRefused(folder, folder + ": a token is in a file, not in a folder");
        assertRefused(folder.resolve("none"), "no such token file: " + folder.resolve("none"));
    }

    @Test
    void whatDoesNotEndIsNotRead() {
        assertRefused(Path.of("/dev/zero"), "/dev/zero: a token has at most 4096 bytes");
    }

    private static void assertRefused(Path file, String complaint) {
        assertThatThrownBy(() -> BearerToken.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage(complaint);
    }
}

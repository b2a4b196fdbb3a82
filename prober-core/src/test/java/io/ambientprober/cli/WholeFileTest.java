package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    private Path folder;

    @Test
    void replacesAFileAndLeavesNoNeighbour() throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), "old, and longer");

        WholeFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(folder).isDirectoryContaining("glob:**report.json").isDirectoryNotContaining("glob:**.part");
    }

    /** As a container's termination log: nobody, root neither, makes a file beside the name of a process (proc(5), /proc/pid/comm). */
    @Test
    void fillsAFileWhoseFolderTakesNoOther() throws IOException {
        Path name = Path.of("/proc/self/comm");
        String before = Files.readString(name).strip();
        try {
            WholeFile.write(name, "verdict");

            assertThat(name).content().isEqualToIgnoringNewLines("verdict");
        } finally {
            Files.writeString(name, before);
        }
    }

    @Test
    void makesNoFileWhereThereCanBeNone() {
        assertThatThrownBy(() -> WholeFile.write(Path.of("/proc/self/none"), "verdict"))
                .isInstanceOf(FileSystemException.class);
    }
}

package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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

    @Test
    void writesThroughNoLinkThatSomebodyLaidForItsNeighbour() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Path file = folder.resolve("report.json");
        Files.createSymbolicLink(folder.resolve(".report.json.part"), victim);

        WholeFile.write(file, "new");

        assertThat(victim).hasContent("mine");
        assertThat(file).hasContent("new");
    }

    @Test
    void replacesALinkToNowhereAndDoesNotFollowIt() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        Path file = Files.createSymbolicLink(folder.resolve("report.json"), nowhere);

        WholeFile.write(file, "new");

        assertThat(nowhere).doesNotExist();
        assertThat(file).isRegularFile().hasContent("new");
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void followsNoLinkOfOthersInAFolderOfAll() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "mine");
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path link = Files.createSymbolicLink(shared.resolve("report.json"), victim);
        Files.setAttribute(link, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);

        assertThatThrownBy(() -> WholeFile.write(link, "new"))
                .hasMessage(link + ": is a link in a folder that all may write");
        assertThat(victim).hasContent("mine");
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

package io.ambientprober.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file in a folder of its own, for what is read from files only; the folder goes with the process. */
public final class ScratchFile {
    private final String name;
    private Path folder = Path.of("");

    public ScratchFile(String name) {
        this.name = name;
    }

    /** The file, with these bytes and no others. */
    public synchronized Path holding(byte[] bytes) throws IOException {
        if (folder.toString().isEmpty()) {
            folder = Files.createTempDirectory("prober-fuzz");
            folder.toFile().deleteOnExit();
            folder.resolve(name).toFile().deleteOnExit();
        }
        return Files.write(folder.resolve(name), bytes);
    }
}

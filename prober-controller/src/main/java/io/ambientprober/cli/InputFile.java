package io.ambientprober.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file that the user may also name by the folder that holds it under its usual name. */
final class InputFile {
    private InputFile() {}

    static Path in(Path given, String usualName) {
        return Files.isDirectory(given) ? given.resolve(usualName) : given;
    }
}

package io.ambientprober.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** What is the matter with a file, in words: some messages of the file system are the name of the file and nothing else. */
final class FileTrouble {
    private FileTrouble() {}

    static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileAlreadyExistsException there -> there.getFile() + ": is there, and is not a folder";
            case FileSystemException other ->
                other.getFile() + ": "
                        + Objects.requireNonNullElse(
                                other.getReason(), other.getClass().getSimpleName());
            default -> Objects.requireNonNullElse(e.getMessage(), e.toString());
        };
    }
}

package io.ambientprober.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the {@code file} of a tap names: one file, a list of files, or all that match a glob. */
final class CaptureNames {
    /** Far more than a ring of captures has; each of them is opened. */
    static final int MAX = 4096;

    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private final @Nullable Path folder;

    private CaptureNames(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Of a plan that is beside its captures. */
    static CaptureNames in(Path folder) {
        return new CaptureNames(folder);
    }

    /** Of a plan without captures beside it: no name is a glob there. */
    static CaptureNames literal() {
        return new CaptureNames(null);
    }

    /** At least one name; those that match a glob in alphabetical order. */
    List<String> of(JsonField field) throws PlanFormatException {
        if (field.node().isArray()) {
            return list(field);
        }
        String name = name(field);
        return folder != null && isGlob(folder, name) ? distinct(matching(folder, name, field)) : List.of(name);
    }

    /** Of a link to the newest of a ring, and what it leads to, one. */
    private List<String> distinct(List<String> names) {
        Set<String> seen = new HashSet<>();
        return names.stream().filter(name -> seen.add(identity(name))).toList();
    }

    private List<String> list(JsonField field) throws PlanFormatException {
        Set<String> seen = new HashSet<>();
        List<String> names = field.list(each -> {
            String name = name(each);
            if (!seen.add(identity(name))) {
                throw each.complaint(each.node() + " is in the list twice");
            }
            return name;
        });
        if (names.isEmpty()) {
            throw field.complaint("names no file");
        }
        requireFew(names.size(), field);
        return names;
    }

    /** The same of all names of a file, be they links. */
    private String identity(String name) {
        Path file = folder == null ? Path.of(name) : folder.resolve(name);
        try {
            return file.toRealPath().toString();
        } catch (IOException e) {
            // Anyone who reads it says what is wrong with it.
            return file.normalize().toString();
        }
    }

    private static void requireFew(int count, JsonField field) throws PlanFormatException {
        if (count > MAX) {
            throw field.complaint("names more than " + MAX + " files; join some of them, with mergecap for example");
        }
    }

    private static String name(JsonField field) throws PlanFormatException {
        String name = field.text();
        if (name.isEmpty() || !isPath(name)) {
            throw field.isNot("a file name");
        }
        return name;
    }

    private static boolean isPath(String name) {
        try {
            Path _ = Path.of(name);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** A file that is there is what its name says, whatever characters it has. */
    private static boolean isGlob(Path folder, String name) {
        return GLOB.matcher(name).find() && !Files.exists(folder.resolve(name));
    }

    private static List<String> matching(Path folder, String glob, JsonField field) throws PlanFormatException {
        int slash = glob.lastIndexOf('/');
        String below = glob.substring(0, slash + 1);
        if (GLOB.matcher(below).find() || !isInside(Path.of(below))) {
            throw field.isNot("a glob of files in the plan's folder, or in a folder in it");
        }
        PathMatcher matcher = matcher(folder, glob.substring(slash + 1), field);
        List<String> names = new ArrayList<>();
        for (Path file : listing(folder.resolve(below), matcher, field)) {
            names.add(below + file.getFileName());
        }
        if (names.isEmpty()) {
            throw field.complaint(field.node() + " matches no file");
        }
        Collections.sort(names);
        return names;
    }

    private static List<Path> listing(Path folder, PathMatcher matcher, JsonField field) throws PlanFormatException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> matching =
                    files.filter(file -> isMatch(file, matcher)).limit(MAX + 1).toList();
            requireFew(matching.size(), field);
            return matching;
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (PlanFormatException e) {
            throw e;
        } catch (IOException | UncheckedIOException e) {
            throw field.complaint(field.node() + " cannot be looked up: " + e.getMessage());
        }
    }

    private static boolean isInside(Path below) {
        return !below.isAbsolute() && !below.normalize().startsWith("..");
    }

    private static PathMatcher matcher(Path folder, String glob, JsonField field) throws PlanFormatException {
        try {
            return folder.getFileSystem().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw field.isNot("a glob");
        }
    }

    /** As in a shell, what is hidden matches nothing. What cannot be read does: nobody learns of a capture that was left out in silence. */
    private static boolean isMatch(Path file, PathMatcher matcher) {
        Path name = file.getFileName();
        return !name.toString().startsWith(".")
                && matcher.matches(name)
                && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }
}

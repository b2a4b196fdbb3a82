package io.ambientprober.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code Prepare FOLDER [TARGET...]}: writes the seeds of targets, or of all, into folders of their names, and says of each, a line, what
 * scripts/fuzz has to know: name, bytes of the longest input, and name of a dictionary.
 */
final class Prepare {
    private static final int USAGE = 64;

    private Prepare() {}

    public static void main(String[] args) throws IOException {
        List<Target> targets;
        try {
            targets = args.length == 1
                    ? List.of(Target.values())
                    : Stream.of(args).skip(1).map(Target::named).toList();
        } catch (IllegalArgumentException e) {
            System.err.println("scripts/fuzz: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        for (Target target : targets) {
            write(target.entrance().seeds().toList(), Path.of(args[0], target.toString(), "seeds"));
            System.out.println(target + " " + target.longest() + " " + target.dictionary());
        }
    }

    private static void write(List<byte[]> seeds, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(folder.resolve("seed-" + i), seeds.get(i));
        }
    }
}

package io.ambientprober.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for all modules together, which only this one sees. */
final class HouseTest {
    private static final Path ROOT = Path.of("..");
    private static final int LONGEST_FILE = 350;
    private static final int MEDIAN = 70;
    private static final int MOST_PARAMETERS = 7;

    private static List<Path> product() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                16,
                (file, attributes) -> file.toString().matches("\\.\\./prober-[a-z]+/src/main/java/.*\\.java"))) {
            return files.toList();
        }
    }

    @Test
    void noFileOfTheProductIsLong() throws IOException {
        assertThat(product())
                .hasSizeGreaterThan(300)
                .allSatisfy(file -> assertThat(Files.readAllLines(file))
                        .as(file.toString())
                        .hasSizeLessThanOrEqualTo(LONGEST_FILE));
    }

    @Test
    void mostFilesAreShort() throws IOException {
        List<Integer> lengths = new ArrayList<>();
        for (Path file : product()) {
            lengths.add(Files.readAllLines(file).size());
        }
        Collections.sort(lengths);

        assertThat(lengths.get(lengths.size() / 2)).as("the median").isLessThanOrEqualTo(MEDIAN);
    }

    /** But the parts of a record. */
    @Test
    void noMethodTakesMany() throws IOException {
        List<String> many = new ArrayList<>();
        for (Path file : compiled()) {
            many.addAll(takingMany(ClassFile.of().parse(file)));
        }

        assertThat(compiled()).hasSizeGreaterThan(300);
        assertThat(many).isEmpty();
    }

    private static List<Path> compiled() throws IOException {
        try (Stream<Path> files = Files.find(
                ROOT,
                16,
                (file, attributes) ->
                        file.toString().matches("\\.\\./prober-[a-z]+/target/classes/io/ambientprober/.*\\.class"))) {
            return files.toList();
        }
    }

    private static List<String> takingMany(ClassModel compiled) {
        boolean isRecord = compiled.superclass()
                .map(type -> type.asInternalName().equals("java/lang/Record"))
                .orElse(false);
        return compiled.methods().stream()
                .filter(method -> !method.flags().has(AccessFlag.SYNTHETIC))
                .filter(method -> !isRecord || !method.methodName().equalsString("<init>"))
                .filter(method -> parameters(compiled, method) > MOST_PARAMETERS)
                .map(method -> compiled.thisClass().asInternalName() + "." + method.methodName())
                .toList();
    }

    /** As written: the compiler gives a constant of an enum its name and its place, too. */
    private static int parameters(ClassModel compiled, MethodModel method) {
        boolean isConstant =
                compiled.flags().has(AccessFlag.ENUM) && method.methodName().equalsString("<init>");
        return method.methodTypeSymbol().parameterCount() - (isConstant ? 2 : 0);
    }

    @Test
    void noTwoFilesHaveOneName() throws IOException {
        assertThat(product())
                .extracting(file -> file.getFileName().toString())
                .filteredOn(name -> !name.equals("package-info.java"))
                .doesNotHaveDuplicates();
    }

    /** What stands beside the agent's jar, as it was built for this test. */
    @Test
    void anAgentCarriesNothingThatKnowsAClusterOrReadsYaml() throws IOException {
        List<String> jars;
        try (Stream<Path> dist = Files.list(ROOT.resolve("prober-agent/target/dist"))) {
            jars = dist.map(jar -> jar.getFileName().toString()).collect(Collectors.toList());
        }

        assertThat(jars)
                .anyMatch(jar -> jar.startsWith("prober-agent-"))
                .anyMatch(jar -> jar.startsWith("prober-core-"))
                .anyMatch(jar -> jar.startsWith("slf4j-nop-"))
                .noneMatch(jar -> jar.startsWith("prober-controller-"))
                .noneMatch(jar -> jar.contains("kubernetes") || jar.contains("snakeyaml"));
    }
}

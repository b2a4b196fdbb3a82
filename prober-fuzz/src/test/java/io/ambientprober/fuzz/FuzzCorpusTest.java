package io.ambientprober.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a fuzzer found worth keeping, and what it began with, once more. */
final class FuzzCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");

    /** Those that ended a fuzzer's run have the names that it gave them. */
    @TestFactory
    Stream<DynamicTest> readsWhatIsKept() throws IOException {
        return Stream.of(Target.values()).flatMap(FuzzCorpusTest::kept);
    }

    private static Stream<DynamicTest> kept(Target target) {
        return inputs(target).stream()
                .map(file -> DynamicTest.dynamicTest(
                        target + "/" + file.getFileName(),
                        () -> target.entrance().read(Files.readAllBytes(file))));
    }

    @ParameterizedTest
    @EnumSource
    void readsItsSeeds(Target target) throws IOException {
        List<byte[]> seeds = target.entrance().seeds().toList();

        assertThat(seeds).isNotEmpty();
        for (byte[] seed : seeds) {
            target.entrance().read(seed);
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsSome(Target target) {
        assertThat(inputs(target)).isNotEmpty();
    }

    private static List<Path> inputs(Target target) {
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.toString()))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}

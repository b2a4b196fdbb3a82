package io.ambientprober.agent.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.agent.handshake.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FindingTest {
    @ParameterizedTest
    @EnumSource
    void everyFindingIsExplained(Kind kind) throws IOException {
        assertThat(Files.readAllLines(Path.of("..", "docs", "handshake.md")))
                .filteredOn(line -> line.startsWith("| `"))
                .anyMatch(line -> line.substring(0, line.indexOf('|', 1)).contains("`" + kind.id() + "`"));
    }

    @ParameterizedTest
    @EnumSource
    void itsWordsCanBeTakenOff(Kind kind) {
        assertThat(new Finding(kind, "words: and more").toString().split(":", 2))
                .containsExactly(kind.id(), " words: and more");
    }
}

package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.traffic.Corpus;
import io.ambientprober.traffic.HardCaptures;
import io.ambientprober.traffic.Scene;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Agents are told of the paths of their own nodes alone: no verdict, and no reason, is another for it. */
class WhatAgentsSeeTest {
    static Stream<String> labelled() throws IOException {
        return Corpus.sets();
    }

    static Stream<String> hard() throws IOException {
        return HardCaptures.sets();
    }

    @ParameterizedTest
    @MethodSource("labelled")
    void labelledCapturesAreJudgedAlike(String set) throws IOException {
        assertSame(Corpus.scene(set));
    }

    @ParameterizedTest
    @MethodSource("hard")
    void hardCapturesAreJudgedAlike(String set) throws IOException {
        assertSame(HardCaptures.scene(set));
    }

    private static void assertSame(Scene scene) {
        assertThat(scene.judgeWhatAgentsSee().lines()).isEqualTo(scene.judge().lines());
    }
}

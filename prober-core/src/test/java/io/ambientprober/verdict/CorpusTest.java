package io.ambientprober.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.Correlation;
import io.ambientprober.plan.Plan;
import io.ambientprober.traffic.Corpus;
import io.ambientprober.traffic.Verdicts;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every labelled set of captures, from its files to the verdicts. */
class CorpusTest {
    static Stream<String> sets() throws IOException {
        return Corpus.sets();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void judgesAsLabelled(String set) throws IOException {
        Plan plan = Corpus.plan(set);

        Verdicts verdicts =
                Verdicts.of(plan, Correlation.of(plan, Analysis.read(plan, Corpus.folder(set), VxlanPorts.usual())));

        assertThat(verdicts.lines()).isEqualTo(Corpus.expected(set));
    }
}

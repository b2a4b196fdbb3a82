package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ambientprober.cluster.IpFamily;
import io.ambientprober.run.Question;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class RunSettingsTest {
    @Command(name = "run")
    private static final class Run {
        @Mixin
        private final RunSettings settings = new RunSettings();
    }

    private static RunSettings parsed(String line) {
        Run run = new Run();
        new CommandLine(run)
                .registerConverter(Duration.class, new DurationText())
                .registerConverter(Question.class, new Choice<>(Question.class))
                .registerConverter(IpFamily.class, new Choice<>(IpFamily.class))
                .parseArgs(line.split(" "));
        return run.settings;
    }

    /** 512 bytes for each stream and 64 more for each policy port. */
    @ParameterizedTest
    @CsvSource({
        "--connections 4, 12801",
        "--connections 4 --ip-families ipv4, 6401",
        "--connections 4 --no-policies, 8193",
        "--connections 1 --ip-families ipv4 --no-policies, 1025"
    })
    void refusesCanariesOfWhichOneThatIsMissingCouldNotBeTold(String line, int smallest) {
        assertThat(parsed(line + " --bytes " + smallest).run().bytes()).isEqualTo(smallest);

        assertRefused(line, smallest);
    }

    /** 2,304 more where connections may be older than the capture; twice three records of 1,088 bytes for each family are what is sent. */
    @ParameterizedTest
    @CsvSource({
        "--standing, 15105, 26624",
        "--standing --no-policies, 10497, 21504",
        "--standing --ip-families ipv4, 8705, 13312",
        "--standing --ip-families ipv4 --no-policies, 6401, 11264",
        "--standing --connections 10, 27393, 38912"
    })
    void standingCanariesAreLargeEnoughForWhatIsOlderThanTheCapture(String line, int smallest, int sent) {
        assertThat(parsed(line + " --bytes " + smallest).run().bytes()).isEqualTo(sent);
        assertThat(parsed(line + " --bytes 65536").run().bytes()).isEqualTo(65_536);

        assertRefused(line, smallest);
    }

    private static void assertRefused(String line, int smallest) {
        RunSettings less = parsed(line + " --bytes " + (smallest - 1));
        assertThatThrownBy(less::run)
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("a canary of " + (smallest - 1))
                .hasMessageEndingWith("the smallest that will do is " + smallest);
    }

    @Test
    void saysAllThatIsWrongAtOnce() {
        RunSettings wrong =
                parsed("--connections 0 --bytes 3 --concurrency 501 --timeout 0s --max-nodes 0 --nodes a(,b[,c");

        assertThatThrownBy(wrong::run)
                .isInstanceOf(ParameterException.class)
                .hasMessage("--connections: 1 to 10000; --bytes: 32 to 16777216; --concurrency: 1 to 500;"
                        + " --timeout: longer than zero; --max-nodes: 1 or more;"
                        + " --nodes: 'a(': Unclosed group; --nodes: 'b[': Unclosed character class");
        assertThatThrownBy(() -> wrong.cluster(null)).isInstanceOf(ParameterException.class);
    }

    @Test
    void asksEverythingWhileCanariesRunUnlessToldOtherwise() {
        assertThat(parsed("--keep").run().asked()).containsExactlyInAnyOrder(Question.values());
        assertThat(parsed("--keep").run().flowsFor()).isZero();
        assertThat(parsed("--flows-for 10m").run().flowsFor()).isEqualTo(Duration.ofMinutes(10));
        assertThat(parsed("--only flows").run().flowsFor()).isEqualTo(Duration.ofMinutes(1));
        assertThat(parsed("--only pods").run().flowsFor()).isZero();
    }

    /** Nothing in the clear as declared, no policies, and what is left behind ends with the longer run. */
    @Test
    void podsAndFlowsAloneTakeNoPolicies() {
        RunSettings settings = parsed("--only pods,flows --flows-for 10m --timeout 5m");

        assertThat(settings.run().asked()).containsExactlyInAnyOrder(Question.PODS, Question.FLOWS);
        assertThat(settings.run().policies()).isFalse();
        assertThat(settings.cluster(null).lifetime()).isGreaterThan(Duration.ofMinutes(15));
    }

    @Test
    void saysWhatIsWrongAboutFlows() {
        assertThatThrownBy(parsed("--only pods --flows-for 25h")::run)
                .isInstanceOf(ParameterException.class)
                .hasMessage("--flows-for: longer than zero, up to 24h; --flows-for: --only leaves flows out");
    }

    @Test
    void whoRotatesSaysHowManyHaveTheirTurn() {
        assertThatThrownBy(parsed("--rotate")::run)
                .isInstanceOf(ParameterException.class)
                .hasMessage("--rotate: needs --max-nodes");
        assertThat(parsed("--rotate --single-node").cluster("probes").nodes().rotatedIn())
                .isEqualTo("probes");
        assertThat(parsed("--max-nodes 5").cluster("probes").nodes().rotatedIn())
                .isNull();
    }
}

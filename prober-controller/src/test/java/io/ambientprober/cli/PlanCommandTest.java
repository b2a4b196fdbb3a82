package io.ambientprober.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.ProbePath.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest {
    private static final Path SAMPLES = Path.of("../samples");
    private static final String HEALTHY =
            "--client 10.1.1.12 --server 10.1.2.10:8080 --control-client 10.1.1.13 --control-server 10.1.2.11"
                    + " --service 10.96.179.55 --control-service 10.96.60.130:80 --id 943d,3b65 --run SQCE1NPKG793";
    private static final String TWO =
            "--client 10.1.1.5 --server 10.1.2.7 --client-capture a --server-capture b --out %s/plan.json";
    private static final String CONTROL = " --control-client 10.1.1.6 --control-server 10.1.2.8";

    @TempDir
    private Path folder;

    private final ProberProcess prober = new ProberProcess();

    /** What a run's own plan comes to, from nothing but addresses. */
    @Test
    void healthyCapturesPass() throws IOException {
        assertThat(judged("healthy", HEALTHY + " --delivered 4,4 --dropped 0,0 --peer 10.96.179.55"))
                .as(prober.out() + prober.err())
                .isEqualTo(0);
        assertThat(prober.out())
                .contains("encryption PASS hbone", "service path PASS service", "encryption EXPECTED plaintext");
    }

    /** Every claim that a plan makes is needed: without any of them nothing passes. */
    @ParameterizedTest
    @CsvSource({
        "without a control, '--control-client 10.1.1.13 --control-server 10.1.2.11', '', '--delivered 4 --dropped 0,0', control-unseen",
        "before anybody said what came of it, '', '', '', control-unseen",
        "with lost packets, '', '', '--delivered 4,4 --dropped 0,1', dropped",
        "of another run, SQCE1NPKG793, SQCE1NPKG794, '--delivered 4,4 --dropped 0,0', control-unseen",
        "with the control's answers unheard, '', '', '--delivered 4,0 --dropped 0,0', control-unseen",
        "with a client that is another, --client 10.1.1.12, --client 10.1.1.99, '--delivered 4,4 --dropped 0,0', unseen"
    })
    void nothingElsePasses(String what, String taken, String put, String more, String reason) throws IOException {
        String options = HEALTHY.replace(taken, put) + " --peer 10.96.179.55 " + more;

        assertThat(judged("healthy", options))
                .as(what + prober.out() + prober.err())
                .isEqualTo(2);
        assertThat(prober.out()).contains("INCONCLUSIVE " + reason);
    }

    /** The path's own number is nowhere to be read: with a wrong one its tokens are bytes past HBONE. */
    @ParameterizedTest
    @CsvSource({"053e, plaintext", "0001, not-hbone"})
    void plaintextFails(String id, String reason) throws IOException {
        String options = "--client 10.1.1.30 --server 10.1.2.28 --control-client 10.1.1.31 --control-server 10.1.2.29"
                + " --run 42S0HCDGSR12 --delivered 4,4 --dropped 0,0 --id " + id + ",366a";

        assertThat(judged("masked", options)).isEqualTo(1);
        assertThat(prober.out()).contains("encryption: FAIL " + reason + "\n");
    }

    private int judged(String sample, String options) throws IOException {
        for (String capture : List.of("node-1.pcap.gz", "node-2.pcap.gz")) {
            Files.copy(SAMPLES.resolve(sample).resolve(capture), folder.resolve(capture));
        }
        int written = run(options + " --client-capture " + folder + "/node-1* --server-capture " + folder
                + "/node-2.pcap.gz --out " + folder + "/plan.json");
        assertThat(written).as(prober.err()).isEqualTo(0);
        return prober.run(Analysis::ofPlan, "analyze", "--plan", folder.toString());
    }

    @Test
    void saysHowToSendAndWhatToSayThen() throws IOException {
        assertThat(run(TWO.formatted(folder) + CONTROL + " --service 10.96.0.9"))
                .isEqualTo(0);
        String key = PlanFile.read(folder.resolve("plan.json")).run();

        assertThat(prober.out())
                .contains("captures without them prove nothing")
                .contains("http://10.96.0.9:80/canary/0001/$n", "http://10.1.2.8:8080/canary/0002/$n")
                .contains("AP1-" + key + "-0001-${n}C", "AP1-" + key + "-0002-${n}C")
                .containsOnlyOnce("python3");

        Matcher again = Pattern.compile("\nprober (plan .*)\n").matcher(prober.out());
        assertThat(again.find()).isTrue();
        assertThat(prober.run(
                        Analysis::ofPlan, again.group(1).replace(" N,N", " 3,3").split(" ")))
                .as(prober.err())
                .isEqualTo(0);
        Plan plan = PlanFile.read(folder.resolve("plan.json"));
        assertThat(plan.run()).isEqualTo(key);
        assertThat(plan.paths())
                .extracting(path -> Objects.requireNonNull(path.outcome()).delivered())
                .containsExactly(3, 3);
        assertThat(plan.paths())
                .extracting(path -> path.expect())
                .containsExactly(Expectation.ENCRYPTED, Expectation.PLAINTEXT);
        assertThat(plan.taps()).extracting(tap -> tap.kernelDropped()).containsExactly(3L, 3L);
        assertThat(prober.out())
                .contains("\nprober analyze --plan " + folder + "/plan.json\n")
                .doesNotContain("curl");
    }

    @Test
    void sendsOverIpv6AndOtherPorts() {
        assertThat(run(
                        "--client fd00::5 --server [fd00::7]:9090 --client-capture a --same-node --connections 2 --bytes 8000"
                                + " --control-client fd00::6 --control-server fd00::8 --out " + folder + "/plan.json"))
                .isEqualTo(0);

        assertThat(prober.out())
                .contains("http://[fd00::7]:9090/canary/0001/$n", "http://[fd00::8]:8080/canary/0002/$n")
                .contains("AF_INET6", "(\"::\", 9090)", "(\"::\", 8080)", "-lt 2 ]", "head -c 8000");
    }

    @Test
    void saysThatNothingPassesWithoutAControl() {
        assertThat(run(TWO.formatted(folder))).isEqualTo(0);

        assertThat(prober.out()).contains("nothing can pass").contains("--delivered N --dropped N,N");
    }

    /** Names are given as seen from where the command runs, also several where a shell has looked them up. */
    @Test
    void namesCapturesAsSeenFromThePlan() throws PlanFormatException, IOException {
        Path below = Files.createDirectory(folder.resolve("below"));
        for (String name : List.of("a.pcap0", "a.pcap1", "b.pcap", "b.pcap1")) {
            Files.createFile(below.resolve(name));
        }
        assertThat(run("--client 10.1.1.5 --server 10.1.2.7 --client-capture " + below + "/a.pcap0 " + below
                        + "/a.pcap1 --server-capture " + below + "/b.pcap* --out " + folder + "/plan.json"))
                .as(prober.err())
                .isEqualTo(0);

        assertThat(PlanFile.read(folder.resolve("plan.json")).taps())
                .extracting(tap -> tap.files())
                .containsExactly(List.of("below/a.pcap0", "below/a.pcap1"), List.of("below/b.pcap", "below/b.pcap1"));
    }

    @ParameterizedTest
    @CsvSource({"'', is a run's own plan", "--run SQCE1NPKG793, is a run's own plan"})
    void leavesThePlanOfARunAlone(String more, String complaint) throws IOException {
        Path plan = Files.copy(SAMPLES.resolve("healthy/plan.json"), folder.resolve("plan.json"));
        String before = Files.readString(plan);

        assertThat(run(TWO.formatted(folder) + " " + more)).isEqualTo(64);

        assertThat(prober.err()).contains(complaint).hasLineCount(1);
        assertThat(plan).hasContent(before);
    }

    @Test
    void leavesThePlanOfOtherCanariesAlone() throws IOException {
        assertThat(run(TWO.formatted(folder))).isEqualTo(0);
        String before = Files.readString(folder.resolve("plan.json"));
        String key = PlanFile.read(folder.resolve("plan.json")).run();

        assertThat(run(TWO.formatted(folder))).isEqualTo(64);

        assertThat(prober.err()).contains("add --run " + key).hasLineCount(1);
        assertThat(folder.resolve("plan.json")).hasContent(before);
        assertThat(run(TWO.formatted(folder) + " --run " + key)).isEqualTo(0);
    }

    /** As {@code analyze} finds it. */
    @Test
    void aFolderHoldsThePlanUnderItsUsualName() {
        assertThat(run(TWO.formatted(folder).replace("/plan.json", ""))).isEqualTo(0);

        assertThat(folder.resolve("plan.json")).exists();
        assertThat(prober.out()).contains("prober analyze --plan " + folder + "/plan.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--same-node",
                "--server-capture b --control-client 10.1.1.6",
                "--server-capture b --control-server 10.1.1.6",
                "--server-capture b --run 7Z3K9QWM2TXU",
                "--server-capture b --connections 0",
                "--server-capture b --connections 20000",
                "--server-capture b --bytes 4352",
                "--server-capture b --bytes 16384 --waypoint 10.1.1.9 --connections 20",
                "--server-capture b --bytes 99999999",
                "--server-capture b --delivered 4",
                "--server-capture b --delivered 4 --dropped 0",
                "--server-capture b --delivered 4 --dropped 0,-1",
                "--server-capture b --delivered 4,4 --dropped 0,0",
                "--server-capture b --delivered 5 --dropped 0,0",
                "--server-capture b --delivered -1 --dropped 0,0",
                "--server-capture b --service 10.1.2.7",
                "--server-capture b --service 10.1.2.9:0",
                "--server-capture b --service 10.1.2.9:99999",
                "--server-capture b --service shop:80",
                "--server-capture b --waypoint 10.1.1.5",
                "--server-capture b --peer x",
                "--server-capture b --id 1",
                "--server-capture b --id 0001 --control-client 10.1.1.6 --control-server 10.1.2.8",
                "--server-capture b --id 0001,0001 --control-client 10.1.1.6 --control-server 10.1.2.8",
                "--server-capture b --control-client 10.1.1.5 --control-server 10.1.2.8",
            })
    void whatMakesNoSenseIsOneLineAnd64(String options) {
        String usual = "--client 10.1.1.5 --server 10.1.2.7 --client-capture a --out " + folder + "/plan.json ";
        List<String> args = new ArrayList<>(List.of((usual + options).strip().split(" ")));
        if (options.equals("--same-node")) {
            args.add("--server-capture=b");
        }
        args.addFirst("plan");

        assertThat(prober.run(Analysis::ofPlan, args.toArray(String[]::new)))
                .as(prober.out())
                .isEqualTo(64);

        assertThat(prober.err()).startsWith("prober: ").hasLineCount(1);
        assertThat(prober.out()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    private int run(String options) {
        return prober.run(Analysis::ofPlan, ("plan " + options).strip().split(" +"));
    }
}

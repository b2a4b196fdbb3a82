package io.ambientprober.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.evidence.RunRecord;
import io.ambientprober.lab.fault.StruckRun;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.lab.scenario.ChangedSite.Clients;
import io.ambientprober.lab.site.Lab;
import io.ambientprober.lab.site.LabSite;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.run.ProbeRun;
import io.ambientprober.run.RunEvent;
import io.ambientprober.run.RunOptions;
import io.ambientprober.run.Site;
import io.ambientprober.run.SiteException;
import io.ambientprober.run.Step;
import io.ambientprober.verdict.EncryptionReason;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.PathVerdict;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is killed, and when: what the run then says is never that the path is safe, and it does not hang. */
@Tag("root")
@Timeout(180)
class KillTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RunOptions SHORT = RunOptions.USUAL;
    /** Enough for somebody to be killed in the midst of it, and no more than an agent can keep. */
    private static final RunOptions LONG =
            new RunOptions(100, 4096, false, 8, Duration.ofMinutes(2), Duration.ofSeconds(2), Duration.ofSeconds(2));

    private static Lab lab;

    @BeforeAll
    static void build() throws Exception {
        lab = Lab.open(Jvms.withoutCaches());
    }

    @AfterAll
    static void takeAway() throws Exception {
        lab.close();
    }

    /** Before the canaries, and after them. */
    @ParameterizedTest
    @EnumSource(names = {"CANARIES", "CAPTURES"})
    void aKilledAgentLeavesItsNodeInconclusive(Step step) throws Exception {
        Report report = run(SHORT, Site.Ready::startClient, when(step, "agent", "node-1"));

        assertLostAgent(report);
    }

    @Test
    void anAgentKilledWhileCanariesPassLeavesItsNodeInconclusive() throws Exception {
        Report report = run(LONG, midst("0002", () -> kill("agent", "node-1")), event -> {});

        assertLostAgent(report);
    }

    private static void assertLostAgent(Report report) {
        assertThat(report.run()).isEqualTo(RunVerdict.INCONCLUSIVE);
        assertThat(verdicts(
                        report,
                        path -> path.client().node().equals("node-1")
                                || path.server().node().equals("node-1")))
                .filteredOn(path -> path.encryption().verdict() != Verdict.EXPECTED)
                .isNotEmpty()
                .allSatisfy(path -> {
                    assertThat(path.encryption().reason()).isEqualTo(EncryptionReason.DROPPED);
                    assertThat(path.encryption().findings()).isNotEmpty();
                });
    }

    @Test
    void aClientKilledBeforeItsFirstByteLeavesItsPathInconclusive() throws Exception {
        Report report = run(
                SHORT,
                (usual, place, order, timeout) -> {
                    Site.ClientRun client = usual.startClient(place, order, timeout);
                    if (order.path().number() == 2) {
                        kill("client", "client-0");
                    }
                    return client;
                },
                event -> {});

        assertLostClient(report);
    }

    @Test
    void aClientKilledInTheMidstLeavesItsPathInconclusive() throws Exception {
        Report report = run(LONG, midst("0002", () -> kill("client", "client-0")), event -> {});

        assertLostClient(report);
    }

    private static void assertLostClient(Report report) {
        assertThat(report.run()).isEqualTo(RunVerdict.INCONCLUSIVE);
        assertThat(verdicts(report, path -> path.id().equals("0002")))
                .singleElement()
                .satisfies(KillTest::assertNoOutcome);
    }

    @Test
    void aServerKilledBeforeTheCanariesLeavesItsPathsInconclusive() throws Exception {
        Report report = run(SHORT, Site.Ready::startClient, when(Step.CANARIES, "server", "server-1"));

        assertThat(report.run()).isEqualTo(RunVerdict.INCONCLUSIVE);
        assertThat(verdicts(report, path -> path.server().pod().equals("server-1")))
                .hasSize(2)
                .allSatisfy(KillTest::assertNoOutcome);
    }

    @Test
    void aServerKilledInTheMidstLeavesItsPathInconclusive() throws Exception {
        Report report = run(LONG, midst("0002", () -> kill("server", "server-1")), event -> {});

        assertThat(report.run()).isEqualTo(RunVerdict.INCONCLUSIVE);
        assertThat(verdicts(report, path -> path.id().equals("0002")))
                .singleElement()
                .satisfies(KillTest::assertNoOutcome);
    }

    private static void assertNoOutcome(PathVerdict path) {
        assertThat(path.encryption().reason()).isEqualTo(EncryptionReason.NO_OUTCOME);
        assertThat(path.encryption().findings()).isNotEmpty();
    }

    private interface Deed {
        void run() throws SiteException;
    }

    private static Report run(RunOptions options, Clients clients, RunEvent.Listener listener) throws Exception {
        ProbeRun run = new ProbeRun(
                new ChangedSite(new LabSite(lab, Set.of()), clients),
                options,
                ProbeRun.EvidenceStore.NOWHERE,
                listener,
                new SecureRandom(),
                System::nanoTime);
        RunRecord learned = run.probe();
        assertThat(run.cleanUp()).isNull();
        return Judgement.of(learned, FailOn.FAIL);
    }

    private static RunEvent.Listener when(Step step, String use, String where) {
        return event -> {
            if (event.equals(new RunEvent.StepBegan(step))) {
                kill(use, where);
            }
        };
    }

    /** Once the path's client has a connection open. */
    private static Clients midst(String path, Deed deed) {
        return (usual, place, order, timeout) -> {
            Site.ClientRun client = usual.startClient(place, order, timeout);
            return order.path().toString().equals(path)
                    ? new Disturbed(client, process("client", place.name()), deed)
                    : client;
        };
    }

    /** Is done something to while it sends. */
    private record Disturbed(Site.ClientRun usual, ProcessHandle process, Deed deed) implements Site.ClientRun {
        @Override
        public Client client() throws SiteException {
            return usual.client();
        }

        @Override
        public Site.ClientResult await(Duration timeout) throws SiteException {
            FutureTask<Boolean> disturbance = new FutureTask<>(() -> {
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> isConnected(process));
                deed.run();
                return true;
            });
            Thread.ofVirtual().start(disturbance);
            try {
                return usual.await(timeout);
            } finally {
                assertThat(disturbance).succeedsWithin(PATIENCE);
            }
        }
    }

    /** A line of proc_net_tcp(5) whose fourth field is 01; orders come over the loopback device. */
    private static boolean isConnected(ProcessHandle process) throws Exception {
        for (String table : List.of("tcp", "tcp6")) {
            Path file = Path.of("/proc/" + process.pid() + "/net/" + table);
            if (Files.readAllLines(file).stream()
                    .map(line -> line.strip().split("\\s+", -1))
                    .anyMatch(fields -> fields[3].equals("01") && !fields[2].contains("0100007F:"))) {
                return true;
            }
        }
        return false;
    }

    private static void kill(String use, String where) {
        ProcessHandle process = process(use, where);
        process.destroyForcibly();
        await().atMost(PATIENCE).until(() -> !process.isAlive());
    }

    private static ProcessHandle process(String use, String where) {
        return StruckRun.running(use, where).getFirst();
    }

    private static List<PathVerdict> verdicts(Report report, Predicate<ProbePath> which) {
        return report.paths().stream()
                .map(PathReport::verdict)
                .filter(path -> which.test(path.path()))
                .toList();
    }
}

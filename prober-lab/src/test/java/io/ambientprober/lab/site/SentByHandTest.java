package io.ambientprober.lab.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.ambientprober.cli.Prober;
import io.ambientprober.lab.mesh.Policy;
import io.ambientprober.lab.mesh.ProxyConfig.Hbone;
import io.ambientprober.lab.mesh.ProxyConfig.ServedPod;
import io.ambientprober.lab.mesh.Redirection;
import io.ambientprober.lab.mesh.Spiffe;
import io.ambientprober.lab.net.Node;
import io.ambientprober.lab.net.PacketRules;
import io.ambientprober.lab.net.Pod;
import io.ambientprober.lab.net.Undo;
import io.ambientprober.lab.process.Jvms;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code prober plan} prints is what somebody types: each command is run where it belongs. */
@Tag("root")
@Timeout(180)
class SentByHandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LATE = Duration.ofSeconds(2);

    private static final String LOG_FORWARDED = "-A FORWARD -j NFLOG --nflog-group 5";

    @TempDir
    private Path folder;

    private final Undo undo = new Undo();
    private Lab lab;
    private Pod client;
    private Pod server;
    private Pod controlClient;
    private Pod controlServer;

    @BeforeEach
    void build() throws IOException {
        for (String tool : List.of("tcpdump", "curl", "python3")) {
            assumeThat(Stream.of(System.getenv("PATH").split(":")).map(at -> Path.of(at, tool)))
                    .as("needs " + tool)
                    .anyMatch(Files::isExecutable);
        }
        lab = Lab.open(Jvms.withoutCaches());
        undo.add(lab::close);
        Node one = lab.network().nodes().getFirst();
        Node other = lab.network().nodes().getLast();
        client = enrolled("client", one);
        server = enrolled("server", other);
        controlClient = lab.network().pod("control-client", one);
        controlServer = lab.network().pod("control-server", other);
    }

    private Pod enrolled(String name, Node node) throws IOException {
        Pod pod = lab.network().pod(name, node);
        Spiffe identity = Spiffe.of("shop", name);
        List<String> ips = pod.ips().stream().map(IpAddress::toString).toList();
        lab.mesh()
                .enrol(
                        pod,
                        new ServedPod(pod.netns(), ips, lab.mesh().authority().issue(identity), Policy.NONE, Hbone.TLS),
                        identity);
        Redirection.set(pod.netns(), lab.network().ipv6());
        return pod;
    }

    @AfterEach
    void takeAway() throws IOException {
        undo.close();
    }

    /** Where is captured, which family, whether the client's redirection was lost, and what comes of it. */
    @ParameterizedTest
    @CsvSource({
        "any, true, false, 0, encryption PASS hbone",
        "any, true, true, 1, encryption: FAIL plaintext",
        "any, false, false, 0, encryption PASS hbone",
        "nflog:5, true, false, 0, encryption PASS hbone",
        "nflog:5, true, true, 1, encryption: FAIL plaintext"
    })
    void isJudged(String device, boolean v4, boolean lost, int exitCode, String verdict) throws Exception {
        assumeThat(v4 || lab.network().ipv6()).as("needs IPv6").isTrue();
        if (lost) {
            Redirection.lose(client.netns(), lab.network().ipv6());
        }
        for (Node node : lab.network().nodes()) {
            PacketRules.add(node.netns(), true, "mangle", List.of(LOG_FORWARDED));
        }
        String plan = "plan --client " + client.ip(v4) + " --server " + server.ip(v4) + " --control-client "
                + controlClient.ip(v4) + " --control-server " + controlServer.ip(v4) + " --client-capture " + folder
                + "/node-1.pcap* --server-capture " + folder + "/node-2.pcap* --out " + folder + "/plan.json";
        List<String> steps = commands(prober(0, plan.split(" ")));

        List<Process> captures = new ArrayList<>();
        for (Node node : lab.network().nodes()) {
            captures.add(capture(node, steps.get(0).replace("any", device)));
        }
        serve(server, steps.get(1));
        serve(controlServer, steps.get(1));
        String delivered = shell(client, steps.get(2)) + "," + shell(controlClient, steps.get(3));
        awaitRest();
        for (Process capture : captures) {
            end(capture);
        }
        assertThat(delivered).isEqualTo("4,4");

        String again = steps.get(4).replace("N,N --dropped N,N", delivered + " --dropped 0,0");
        prober(0, again.substring("prober ".length()).replace("'", "").split(" "));
        String report =
                prober(exitCode, steps.get(5).substring("prober ".length()).split(" "));
        assertThat(report).contains(verdict);
    }

    /** What stands between blank lines, and is not a comment. */
    private static List<String> commands(String printed) {
        return Stream.of(printed.strip().split("\n\n"))
                .filter(part -> !part.startsWith("#"))
                .toList();
    }

    /** In files of a megabyte, as who captures for long has them. */
    private Process capture(Node node, String command) throws IOException {
        Path said = folder.resolve(node.name() + ".said");
        String words = command.replace("FILE", folder + "/" + node.name() + ".pcap -U -C 1 -Z root");
        Process capture = started(
                node.netns().command(List.of("sh", "-c", "exec " + words)).words(), said);
        await().atMost(PATIENCE).until(() -> Files.readString(said).contains("listening on"));
        return capture;
    }

    /** The kernel hands on what it has of a block that is not full once its time is over, libpcap's being about a second. */
    private void awaitRest() {
        AtomicLong before = new AtomicLong();
        await().atMost(PATIENCE).during(LATE).until(() -> {
            long bytes = captured();
            return before.getAndSet(bytes) == bytes;
        });
    }

    private long captured() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains(".pcap"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void serve(Pod pod, String command) throws IOException {
        Path said = folder.resolve(pod.name() + ".said");
        started(pod.netns().command(List.of("sh", "-c", "exec " + command)).words(), said);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(listens(pod)).as(Files.readString(said)).isTrue());
    }

    private static boolean listens(Pod pod) throws IOException {
        return !pod.netns()
                .command(List.of("ss", "-Hltn", "sport = :8080"))
                .run("")
                .isEmpty();
    }

    private Process started(List<String> words, Path said) throws IOException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        undo.add(process::destroy);
        return process;
    }

    private static String shell(Pod pod, String command) throws IOException {
        return pod.netns().command(List.of("sh", "-c", command)).run("").strip();
    }

    private static void end(Process capture) throws Exception {
        Process kill = new ProcessBuilder("kill", "-INT", Long.toString(capture.pid())).start();
        assertThat(kill.waitFor()).isZero();
        assertThat(capture.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private String prober(int exitCode, String... args) throws Exception {
        Path said = folder.resolve("prober.said");
        Process prober = started(Jvms.withoutCaches().main("prober", Prober.class, List.of(), List.of(args)), said);
        assertThat(prober.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(said);
        assertThat(prober.exitValue()).as(text).isEqualTo(exitCode);
        return text;
    }
}

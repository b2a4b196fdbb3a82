import io.ambientprober.api.SweepOrder;
import io.ambientprober.api.SweepOrder.Target;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.peer.Announcement;
import io.ambientprober.peer.Credentials;
import io.ambientprober.plan.PodName;
import io.ambientprober.run.Connector;
import io.ambientprober.run.HttpAgent;
import io.ambientprober.wire.IpAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Has an agent sweep pods that are addresses of the loopback device, and {@code openssl s_client} knock at the same ones.
 */
final class Sweeping {
    /** Numbers put the lines in order. */
    private static final String OPENSSL = "5 openssl s_client, twice each, 16 at once";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, List<double[]>> measured = new TreeMap<>();
    private final Path work;
    private final String agent;
    private final int pods;

    private Sweeping(Path work, String agent, int pods) {
        this.work = work;
        this.agent = agent;
        this.pods = pods;
    }

    /** Arguments: folder with keys and roots, the agent's command, pods, rounds. */
    static void main(String[] args) throws Exception {
        new Sweeping(Path.of(args[0]), args[1], Integer.parseInt(args[2])).run(Integer.parseInt(args[3]));
    }

    private void run(int rounds) throws Exception {
        try (ServerSocket ztunnel = HbonePort.open(work, 0);
                ServerSocket silent = new ServerSocket(0, 2 * pods)) {
            Thread.ofVirtual().start(() -> HbonePort.serve(ztunnel));
            int closed;
            try (ServerSocket gone = new ServerSocket(0)) {
                closed = gone.getLocalPort();
            }
            // So that the servers' own JVM is warm.
            openssl("warm", ztunnel.getLocalPort());
            measured.clear();
            for (int round = 0; round < rounds; round++) {
                round(ztunnel.getLocalPort(), silent.getLocalPort(), closed);
            }
        }
        System.out.printf(
                "%-42s %8s %8s %8s %10s%n",
                pods + " pods, medians of " + rounds + " rounds", "wall s", "CPU s", "peak MB", "x openssl");
        measured.forEach((name, rows) -> print(name, rows, Objects.requireNonNull(measured.get(OPENSSL))));
    }

    /** What was not measured is not printed. */
    private static void print(String name, List<double[]> rows, List<double[]> peer) {
        double[] ratios = IntStream.range(0, rows.size())
                .mapToDouble(i -> rows.get(i)[0] / peer.get(i)[0])
                .toArray();
        String line = "%-42s %8.2f %8.2f %8.0f %10.2f"
                .formatted(name.substring(2), median(rows, 0), median(rows, 1), median(rows, 2), median(ratios));
        System.out.println(line.replace("NaN", "  -"));
    }

    private static double median(List<double[]> rows, int column) {
        return median(rows.stream().mapToDouble(row -> row[column]).toArray());
    }

    private static double median(double... values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private void round(int ztunnel, int silent, int closed) throws Exception {
        Credentials own = Credentials.create();
        Process process = new ProcessBuilder(agent, "serve", "--controller-sha256", own.fingerprint().hex())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader()) {
            Announcement announced = Announcement.parse(Objects.requireNonNull(said.readLine()));
            try (HttpAgent known = HttpAgent.connect("node", Connector.toLoopback(announced.port()), announced, own)) {
                sweep("1 that refuse strangers, the first sweep", known, process, ztunnel, Answer.TLS);
                sweep("2 that refuse strangers, the second", known, process, ztunnel, Answer.TLS);
                sweep("3 that refuse connections", known, process, closed, Answer.NONE);
                sweep("4 that take connections and say nothing", known, process, silent, Answer.NONE);
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
        openssl(OPENSSL, ztunnel);
    }

    private void sweep(String name, HttpAgent agent, Process process, int port, Answer wanted) throws Exception {
        SweepOrder order = new SweepOrder(
                IntStream.range(0, pods)
                        .mapToObj(i -> new Target(new PodName("mesh", "pod-" + i), IpAddress.parse(address(i)), port))
                        .toList(),
                Files.readString(work.resolve("root.pem")));
        double cpu = cpu(process);
        long begun = System.nanoTime();
        Map<PodName, Swept> swept = agent.sweep(order, PATIENCE);
        double wall = (System.nanoTime() - begun) / 1e9;
        long right = swept.values().stream()
                .filter(pod -> pod.answer() == wanted)
                .filter(pod -> wanted != Answer.TLS || Boolean.TRUE.equals(pod.handshake().mutual()))
                .count();
        if (right != pods) {
            throw new IllegalStateException(name + ": " + right + " of " + pods + " were judged right, " + swept.size() + " at all");
        }
        measured.computeIfAbsent(name, n -> new ArrayList<>()).add(new double[] {wall, cpu(process) - cpu, peak(process)});
    }

    private void openssl(String name, int port) throws Exception {
        String each = "for i in 1 2; do openssl s_client -connect {}:" + port + " -alpn h2 -CAfile " + work.resolve("root.pem")
                + " </dev/null >/dev/null 2>&1 || true; done";
        long begun = System.nanoTime();
        Process xargs = new ProcessBuilder("xargs", "-P", "16", "-I{}", "sh", "-c", each)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var names = xargs.outputWriter()) {
            for (int i = 0; i < pods; i++) {
                names.write(address(i) + "\n");
            }
        }
        xargs.waitFor();
        measured.computeIfAbsent(name, n -> new ArrayList<>())
                .add(new double[] {(System.nanoTime() - begun) / 1e9, Double.NaN, Double.NaN});
    }

    private static String address(int pod) {
        return "127.15." + pod / 250 + "." + (pod % 250 + 1);
    }

    /** Seconds of user and system time; a tick is 10 ms. */
    private static double cpu(Process process) throws IOException {
        String[] stat = Files.readString(Path.of("/proc", "" + process.pid(), "stat")).split("\\) ")[1].split(" ");
        return (Long.parseLong(stat[11]) + Long.parseLong(stat[12])) / 100.0;
    }

    private static double peak(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", "" + process.pid(), "status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }
}

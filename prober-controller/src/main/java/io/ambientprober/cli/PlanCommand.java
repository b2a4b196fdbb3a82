package io.ambientprober.cli;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryPort;
import io.ambientprober.canary.RunKey;
import io.ambientprober.canary.SmallestCanary;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonFile;
import io.ambientprober.plan.PlanByHand;
import io.ambientprober.plan.PlanByHand.Capture;
import io.ambientprober.plan.PlanByHand.Pair;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description = "Writes the plan of canaries sent by hand, and how to send them.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisHeading = "Usage: ",
        customSynopsis = {
            "prober plan --client IP --server IP[:PORT] --client-capture FILE...",
            "         (--server-capture FILE... | --same-node) [OPTIONS]"
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  prober plan --client 10.0.1.5 --server 10.0.2.7 --client-capture a.pcap \\",
            "    --control-client 10.0.1.6 --control-server 10.0.2.8 --server-capture b.pcap"
        })
final class PlanCommand implements Callable<Integer> {
    private static final IpAddress NOWHERE = IpAddress.parse("0.0.0.0");

    @Option(names = "--client", required = true, paramLabel = "IP", description = "Pod in the mesh that sends.")
    private IpAddress client = NOWHERE;

    @Option(
            names = "--server",
            required = true,
            paramLabel = "IP[:PORT]",
            description = "Pod in the mesh that answers (port 8080).")
    private AddressPort server = new AddressPort(NOWHERE, null);

    @Option(names = "--service", paramLabel = "IP[:PORT]", description = "Service that is dialled (port 80).")
    private @Nullable AddressPort service;

    @Option(names = "--waypoint", paramLabel = "IP", description = "Pod of its waypoint; may be repeated.")
    private List<IpAddress> waypoint = List.of();

    @Option(names = "--control-client", paramLabel = "IP", description = "Pod outside the mesh, on the client's node.")
    private @Nullable IpAddress controlClient;

    @Option(names = "--control-server", paramLabel = "IP[:PORT]", description = "Another one, on the server's node.")
    private @Nullable AddressPort controlServer;

    @Option(names = "--control-service", paramLabel = "IP[:PORT]", description = "Service dialled between them.")
    private @Nullable AddressPort controlService;

    @Option(
            names = "--client-capture",
            required = true,
            arity = "1..*",
            paramLabel = "FILE",
            description = "Files, or a glob, of the client's node.")
    private List<String> clientCapture = List.of();

    @Option(
            names = "--server-capture",
            arity = "1..*",
            paramLabel = "FILE",
            description = "The same of the server's node.")
    private List<String> serverCapture = List.of();

    @Option(names = "--same-node", description = "There is no other node: both pods are on the client's.")
    private boolean sameNode;

    @Option(names = "--run", paramLabel = "KEY", description = "Key of the tokens; a new one without it.")
    private @Nullable String run;

    @Option(
            names = "--id",
            split = ",",
            paramLabel = "HEX",
            defaultValue = "0001,0002",
            description = "Path and control in the tokens (0001,0002).")
    private List<String> ids = List.of();

    @Option(names = "--connections", paramLabel = "N", description = "Canaries on each path (4).")
    private int connections = 4;

    @Option(names = "--bytes", paramLabel = "N", description = "Bytes of a canary and of its answer. Default: 16384.")
    private int bytes = 16 << 10;

    @Option(
            names = "--delivered",
            split = ",",
            paramLabel = "N",
            description = "Whole answers to the client, to the control.")
    private List<Integer> delivered = List.of();

    @Option(
            names = "--dropped",
            split = ",",
            paramLabel = "N",
            description = "Packets that each capture lost, by tcpdump.")
    private List<Long> dropped = List.of();

    @Option(names = "--peer", paramLabel = "IP", description = "Remote end, by the client's /proc/net/tcp.")
    private List<IpAddress> peers = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "Where to, or in which folder (plan.json).")
    private Path out = Path.of("plan.json");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    PlanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InputException, OutputException {
        requirePaths();
        requireOutcome();
        Path file = InputFile.in(out, "plan.json");
        PlanByHand plan = plan(file.toAbsolutePath().normalize().getParent());
        write(plan, file);
        terminal.print(new SendingByHand(plan, file, ShellCommand.of(spec)).text());
        return ExitCode.PASS;
    }

    private void requirePaths() {
        require(
                sameNode == serverCapture.isEmpty(),
                "what was captured on the server's node is --server-capture, or --same-node where that is the client's");
        require(
                (controlClient == null) == (controlServer == null),
                "--control-client and --control-server go together");
        require(run == null || RunKey.isValid(run), "--run is not 12 characters of Crockford base32");
        require(
                connections >= 1 && connections <= Canary.MAX_CONNECTIONS,
                "--connections is not 1 to " + Canary.MAX_CONNECTIONS);
        int least = waypoint.isEmpty()
                ? SmallestCanary.betweenPods(1, connections, false, true)
                : SmallestCanary.throughWaypoint(1, connections, false);
        require(
                bytes >= least && bytes <= Canary.MAX_BYTES,
                "--bytes is not " + least + " to " + Canary.MAX_BYTES + ", which " + connections + " connections take");
        require(ids.size() >= paths(), "--id takes one for each path, " + paths());
    }

    private int paths() {
        return controlClient == null ? 1 : 2;
    }

    private void requireOutcome() {
        if (!delivered.isEmpty()) {
            require(delivered.size() == paths(), "--delivered takes a number for each path, " + paths());
            int captures = sameNode ? 1 : 2;
            require(
                    dropped.size() == captures && dropped.stream().allMatch(lost -> lost >= 0),
                    "--delivered takes --dropped, a number for each capture, " + captures
                            + ": tcpdump says at its end how many packets the kernel dropped");
        }
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }

    private PlanByHand plan(@Nullable Path folder) {
        return new PlanByHand(
                run == null ? RunKey.next(new SecureRandom()) : run,
                new Canary(connections, bytes, bytes),
                pair(0, client, server, service),
                controlClient == null || controlServer == null
                        ? null
                        : pair(1, controlClient, controlServer, controlService),
                capture(0, clientCapture, folder),
                sameNode ? null : capture(1, serverCapture, folder));
    }

    private Pair pair(int place, IpAddress from, AddressPort to, @Nullable AddressPort by) {
        return new Pair(
                ids.get(place),
                from,
                to.address(),
                to.portOr(CanaryPort.OPEN.usual()),
                by == null ? null : new Service("service", List.of(by.address()), by.portOr(CanaryPort.SERVICE)),
                place == 0 ? waypoint : List.of(),
                place == 0 ? peers : List.of(),
                delivered.isEmpty() ? null : delivered.get(place));
    }

    private Capture capture(int place, List<String> files, @Nullable Path folder) {
        return new Capture(
                files.stream().map(file -> relative(folder, file)).toList(),
                dropped.isEmpty() ? 0 : dropped.get(place));
    }

    /** Names are given as seen from here, and stand in a plan as seen from there. */
    private static String relative(@Nullable Path folder, String file) {
        Path absolute = Path.of(file).toAbsolutePath().normalize();
        return folder == null
                ? absolute.toString()
                : folder.relativize(absolute).toString();
    }

    private static void write(PlanByHand plan, Path file) throws InputException, OutputException {
        byte[] json = PlanFile.bytes(plan.plan());
        try {
            PlanFile.parse("the plan", json);
            requireOwn(file, plan.run());
        } catch (IOException e) {
            throw new InputException(e);
        }
        try {
            WholeFile.write(file, new String(json, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw OutputException.ofPlan(e);
        }
    }

    /** What is there may be the only word of what a run meant. */
    private static void requireOwn(Path file, String run) throws IOException {
        if (Files.exists(file)) {
            JsonField plan = JsonFile.read(file);
            String there = plan.get("run").text();
            if (!PlanByHand.made(plan)) {
                throw new IOException(file + " is there, and is a run's own plan: name another --out");
            }
            if (!there.equals(run)) {
                throw new IOException(file + " is there, and is the plan of run " + there + ": add --run " + there
                        + " to write it again, or another --out");
            }
        }
    }
}

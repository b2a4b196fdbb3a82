package io.ambientprober.agent;

import io.ambientprober.agent.api.ApiServer;
import io.ambientprober.agent.capture.CaptureOptions;
import io.ambientprober.agent.capture.Engine;
import io.ambientprober.agent.capture.Privileges;
import io.ambientprober.agent.cli.AgentExit;
import io.ambientprober.agent.cli.ControllerOption;
import io.ambientprober.agent.cli.Ranges;
import io.ambientprober.api.AgentApi;
import io.ambientprober.peer.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Captures for a controller until a signal stops it. */
@Command(
        name = "serve",
        description = "Capture on this node, as a controller asks for over HTTPS on 127.0.0.1.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private ControllerOption controller = new ControllerOption();

    @Option(
            names = "--engine",
            defaultValue = "auto",
            paramLabel = "ENGINE",
            description = "auto, ring (AF_PACKET) or pcap (libpcap)." + DEFAULT)
    private Engine engine = Engine.AUTO;

    @Option(
            names = "--ring-bytes",
            defaultValue = "" + CaptureOptions.RING_BYTES,
            paramLabel = "N",
            description = "Memory of the packet ring." + DEFAULT)
    private int ringBytes;

    @Option(
            names = "--pcap-bytes",
            defaultValue = "" + CaptureOptions.PCAP_BYTES,
            paramLabel = "N",
            description = "Buffer of libpcap." + DEFAULT)
    private int pcapBytes;

    @Option(
            names = "--evidence-bytes",
            defaultValue = "" + AgentApi.EVIDENCE_BYTES,
            paramLabel = "N",
            description = "Packets of the probe to keep." + DEFAULT)
    private long evidenceBytes;

    @Option(
            names = "--vxlan-port",
            paramLabel = "N",
            description = "A UDP port that carries VXLAN, in addition to 4789 and 8472. Can be repeated.")
    private List<Integer> vxlanPorts = List.of();

    @Option(
            names = "--node",
            defaultValue = "${env:NODE_NAME:-node}",
            paramLabel = "NAME",
            description = "The node's name." + DEFAULT)
    private String node = "";

    @Option(
            names = "--lease",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "A capture ends when nobody has asked about it for this long." + DEFAULT)
    private int lease;

    @Override
    public Integer call() throws Exception {
        requireRanges();
        Privileges.requireCapture();
        Path folder = Files.createTempDirectory("prober-agent");
        ApiServer server;
        try {
            server = ApiServer.start(settings(folder));
        } catch (IOException e) {
            Files.delete(folder);
            throw e;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Thread end = new Thread(() -> end(server, folder, ended), "end");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            ControllerOption.announce(server.announcement());
        } catch (IOException e) {
            // An end that nobody asked for: it must not look like one that was.
            Runtime.getRuntime().removeShutdownHook(end);
            server.close();
            Files.deleteIfExists(folder);
            throw e;
        }
        ended.await();
        return AgentExit.OK;
    }

    private void requireRanges() {
        Ranges.require(spec, "--ring-bytes", ringBytes, CaptureOptions.MIN_BYTES, 1 << 30);
        Ranges.require(spec, "--pcap-bytes", pcapBytes, CaptureOptions.MIN_BYTES, 1 << 30);
        Ranges.require(spec, "--evidence-bytes", evidenceBytes, 0, 1L << 40);
        Ranges.require(spec, "--lease", lease, 1, 1_000_000);
        vxlanPorts.forEach(each -> Ranges.require(spec, "--vxlan-port", each, 1, 0xFFFF));
    }

    private ApiServer.Settings settings(Path folder) {
        CaptureOptions options = new CaptureOptions(engine, ringBytes, pcapBytes, evidenceBytes, vxlanPorts);
        return new ApiServer.Settings(
                node,
                Credentials.create(),
                controller.fingerprint(),
                options,
                folder,
                Duration.ofSeconds(lease),
                Duration.ofSeconds(10));
    }

    /** On SIGTERM and SIGINT. A signal to stop is not a failure, which the JVM's own 143 would be. */
    private static void end(ApiServer server, Path folder, CountDownLatch ended) {
        try {
            server.close();
            Files.deleteIfExists(folder);
        } catch (IOException | RuntimeException e) {
            System.err.println("prober-agent: " + e.getMessage());
            Runtime.getRuntime().halt(AgentExit.INTERNAL);
        } finally {
            ended.countDown();
        }
        Runtime.getRuntime().halt(AgentExit.OK);
    }
}

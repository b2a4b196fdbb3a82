package io.ambientprober.fuzz;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.ReportReader;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.SceneFiles;
import io.ambientprober.traffic.SmallScenes;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.verdict.Verdict;
import io.ambientprober.wire.CaptureReader;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.Packet;
import io.ambientprober.wire.PacketDecoder;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The capture of one node, of whatever format, packed or not, beside a good one of the other: from the file to the report. */
final class CaptureEntrance implements Entrance {
    private static final Scene SCENE = SmallScenes.healthy(LinkType.ETHERNET);
    /** Of captures that nobody counted: nothing keeps those from passing of which packets are gone. */
    private static final Plan PLAN = uncounted(SCENE.plan());

    private static final String CONTROL = "AP1-" + PLAN.run() + "-c0de";
    private static final Pattern CANARY = Pattern.compile("AP1-" + PLAN.run() + "-0001-[0-9a-f]{8}[CS]\n");

    private final ScratchFile file =
            new ScratchFile(PLAN.taps().getFirst().files().getFirst());

    @Override
    public void read(byte[] input) throws IOException {
        Path capture = file.holding(input);
        Path folder = capture.resolveSibling("");
        Path other = folder.resolve(PLAN.taps().getLast().files().getFirst());
        if (!Files.exists(other)) {
            SceneFiles.PCAP_MICROS.write(SCENE, folder);
            Files.write(capture, input);
        }
        RunRecord record;
        try {
            record = new RunRecord(PLAN, Analysis.read(PLAN, folder, VxlanPorts.usual()));
        } catch (IOException e) {
            Complaint.requireOneLine(e);
            return;
        }
        Report report = Judgement.of(record, FailOn.FAIL);
        requireProved(report, capture);
        requireReadable(report, folder.resolve("report.json"));
    }

    private static Plan uncounted(Plan plan) {
        List<Tap> taps = plan.taps().stream()
                .map(tap -> new Tap(tap.id(), tap.node(), tap.files(), tap.link(), null, null, 0, 0, 0, List.of()))
                .toList();
        return new Plan(plan.run(), plan.hbonePort(), plan.policies(), plan.paths(), taps);
    }

    /** Nothing passes that was read in the clear, nor where the control was not read. */
    private static void requireProved(Report report, Path capture) throws IOException {
        boolean passes = report.paths().stream().anyMatch(CaptureEntrance::passes);
        if (!passes && report.run() != RunVerdict.PASS) {
            return;
        }
        boolean control = false;
        PacketDecoder decoder = new PacketDecoder(VxlanPorts.usual());
        try (CaptureReader reader = CaptureReader.open(capture)) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                String data =
                        new String(packet.data(), packet.offset(), packet.captured(), StandardCharsets.ISO_8859_1);
                control |= data.contains(CONTROL);
                Require.that(
                        !CANARY.matcher(data).find() || decoder.decode(packet).isLoopback(),
                        "a path passes whose canary is in the clear in packet " + packet.number());
            }
        }
        Require.that(control, "a path passes on a node whose capture holds no control");
    }

    private static boolean passes(PathReport path) {
        return path.verdict().encryption().verdict() == Verdict.PASS;
    }

    /** All but that it was read. */
    private static void requireReadable(Report report, Path written) throws IOException {
        String json = ReportJson.of(report);
        Files.writeString(written, json);
        written.toFile().deleteOnExit();
        String again = ReportJson.of(ReportReader.read(written, null));
        Require.same(said(json), said(again), "a report, and the same written and read");
    }

    private static String said(String report) {
        return report.substring(0, report.lastIndexOf("\"environment\""));
    }

    @Override
    public Stream<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        Path folder = Files.createTempDirectory("prober-fuzz-seeds");
        for (SceneFiles format : SceneFiles.values()) {
            for (Scene scene : List.of(
                    SCENE,
                    SmallScenes.pooled(LinkType.LINUX_SLL2),
                    SmallScenes.leaking(LinkType.LINUX_SLL),
                    SmallScenes.leaking(LinkType.RAW))) {
                format.write(scene, folder);
                seeds.add(taken(
                        folder.resolve(scene.plan().taps().getFirst().files().getFirst())));
                Files.delete(
                        folder.resolve(scene.plan().taps().getLast().files().getFirst()));
            }
        }
        Files.delete(folder);
        return Stream.concat(seeds.stream(), Packed.all(seeds));
    }

    private static byte[] taken(Path written) throws IOException {
        byte[] bytes = Files.readAllBytes(written);
        Files.delete(written);
        return bytes;
    }
}

package io.ambientprober.cli;

import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.run.Agent;
import io.ambientprober.run.OwnFolder;
import io.ambientprober.run.ProbeRun.EvidenceStore;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder with all that a verdict rests on: plan.json, the captures, report.json, and SHA256SUMS of them, as {@code sha256sum --check}
 * reads it. {@code prober analyze --plan} on the folder comes to the same verdict on any machine.
 */
final class EvidenceBundle implements EvidenceStore {
    private static final String PLAN = "plan.json";
    private static final String REPORT = "report.json";
    private static final String MANIFEST = "SHA256SUMS";

    private final OwnFolder folder;

    private EvidenceBundle(OwnFolder folder) {
        this.folder = folder;
    }

    /**
     * Begins a bundle.
     *
     * @throws IOException when the folder cannot be made, or holds anything: old evidence must not pass for new
     */
    static EvidenceBundle in(Path folder) throws IOException {
        return new EvidenceBundle(OwnFolder.empty(folder));
    }

    @Override
    public List<String> keep(Agent agent, Tap tap) throws SiteException {
        try {
            String name = tap.files().getFirst();
            folder.fill(name, agent::evidence);
            return List.of(Sums.of(folder.file(name)));
        } catch (IOException e) {
            throw new SiteException(FileTrouble.of(e), e);
        }
    }

    /**
     * Copies the captures of a plan, byte for byte, under names that no plan can choose.
     *
     * @return what was learned of them, with those names and their sums
     */
    RunRecord copy(RunRecord learned, Path from) throws IOException {
        Plan copied = copy(learned.plan(), from);
        return learned.keptAs(copied, Sums.ofCaptures(copied, folder.path()));
    }

    Plan copy(Plan plan, Path from) throws IOException {
        Set<String> taken = new HashSet<>();
        List<Tap> copies = new ArrayList<>();
        for (Tap tap : plan.taps()) {
            List<String> names = new ArrayList<>();
            for (String file : tap.files()) {
                names.add(copy(from.resolve(file), name(tap.id(), file, taken)));
            }
            copies.add(tap.withFiles(names));
        }
        return new Plan(plan.run(), plan.hbonePort(), plan.policies(), plan.paths(), copies);
    }

    private String copy(Path original, String name) throws IOException {
        folder.fill(name, copy -> {
            try (OutputStream to = Files.newOutputStream(copy, StandardOpenOption.WRITE)) {
                Files.copy(original, to);
            }
        });
        return name;
    }

    private static String name(String tap, String original, Set<String> taken) {
        String file = Path.of(original).getFileName().toString();
        int dot = file.indexOf(".pcap");
        String ending = dot < 0 ? ".pcap" : "." + OwnFolder.name(file.substring(dot + 1), "");
        String name = OwnFolder.name(tap, ending);
        for (int i = 2; !taken.add(name); i++) {
            name = OwnFolder.name(tap, "-" + i + ending);
        }
        return name;
    }

    /**
     * Completes the bundle.
     *
     * @param plan whose captures lie in the folder
     * @param report of them
     */
    void write(Plan plan, Report report) throws IOException {
        folder.write(PLAN, PlanFile.bytes(plan));
        folder.write(REPORT, ReportJson.of(report).getBytes(StandardCharsets.UTF_8));
        manifest();
    }

    private void manifest() throws IOException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> there = Files.list(folder.path())) {
            for (Path file : there.sorted().toList()) {
                lines.append(Sums.of(file))
                        .append("  ")
                        .append(file.getFileName())
                        .append('\n');
            }
        }
        folder.write(MANIFEST, lines.toString().getBytes(StandardCharsets.UTF_8));
    }
}

package io.ambientprober.cli;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.Report;
import io.ambientprober.report.Report.TapReport;
import io.ambientprober.report.ReportJson;
import io.ambientprober.run.Agent;
import io.ambientprober.run.ProbeRun.EvidenceStore;
import io.ambientprober.run.SiteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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

    private final Path folder;

    private EvidenceBundle(Path folder) {
        this.folder = folder;
    }

    /**
     * Begins a bundle.
     *
     * @throws IOException when the folder cannot be made, or holds anything: old evidence must not pass for new
     */
    static EvidenceBundle in(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> there = Files.list(folder)) {
            if (there.findAny().isPresent()) {
                throw new IOException(folder + " is not empty; name a new folder for the evidence");
            }
        }
        return new EvidenceBundle(folder);
    }

    @Override
    public void keep(Agent agent, Tap tap) throws SiteException {
        agent.evidence(folder.resolve(tap.file()));
    }

    /** Copies the captures of a plan, byte for byte, under names that no plan can choose. */
    Plan copy(Plan plan, Path from) throws IOException {
        Set<String> taken = new HashSet<>();
        List<Tap> copies = new ArrayList<>();
        for (Tap tap : plan.taps()) {
            String name = name(tap, taken);
            Files.copy(from.resolve(tap.file()), folder.resolve(name));
            copies.add(new Tap(
                    tap.id(),
                    tap.node(),
                    name,
                    tap.link(),
                    tap.captured(),
                    tap.kernelDropped(),
                    tap.interfaceDropped()));
        }
        return new Plan(plan.run(), plan.hbonePort(), plan.policies(), plan.paths(), copies);
    }

    private static String name(Tap tap, Set<String> taken) {
        String stem = tap.id().replaceAll("[^A-Za-z0-9_-]", "_");
        String file = Path.of(tap.file()).getFileName().toString();
        int dot = file.indexOf(".pcap");
        String ending = dot < 0 ? ".pcap" : file.substring(dot).replaceAll("[^A-Za-z0-9.]", "_");
        String name = stem + ending;
        for (int i = 2; !taken.add(name); i++) {
            name = stem + "-" + i + ending;
        }
        return name;
    }

    /**
     * Completes the bundle.
     *
     * @param plan whose captures lie in the folder
     * @return the report as it stands in the bundle, with the names and sums of its captures
     */
    Report finish(Plan plan, Report report) throws IOException {
        Map<String, Tap> kept = new HashMap<>();
        plan.taps().forEach(tap -> kept.put(tap.id(), tap));
        List<TapReport> taps = new ArrayList<>();
        Map<String, String> sums = new HashMap<>();
        for (TapReport tap : report.taps()) {
            Tap copy = kept.getOrDefault(tap.tap().id(), tap.tap());
            taps.add(new TapReport(copy, tap.reading()));
            Path file = folder.resolve(copy.file());
            if (Files.exists(file)) {
                sums.put(copy.id(), Sums.of(file));
            }
        }
        Report bundled = report.withTaps(taps).withSums(sums);
        PlanFile.write(plan, folder.resolve(PLAN));
        WholeFile.write(folder.resolve(REPORT), ReportJson.of(bundled));
        manifest();
        return bundled;
    }

    private void manifest() throws IOException {
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> there = Files.list(folder)) {
            for (Path file : there.sorted().toList()) {
                lines.append(Sums.of(file))
                        .append("  ")
                        .append(file.getFileName())
                        .append('\n');
            }
        }
        WholeFile.write(folder.resolve(MANIFEST), lines.toString());
    }
}

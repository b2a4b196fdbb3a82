package io.ambientprober.cli;

import io.ambientprober.attest.BundleFile;
import io.ambientprober.attest.Envelope;
import io.ambientprober.attest.RunStatement;
import io.ambientprober.attest.SigningKey;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.release.ThisRelease;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder with all that a verdict rests on: plan.json, the captures, report.json, and SHA256SUMS of them, as {@code sha256sum --check}
 * reads it; signed, it also holds an attestation of all these. {@code prober analyze --plan} on the folder gives the same verdict on any
 * machine.
 */
final class EvidenceBundle implements EvidenceStore {
    private final OwnFolder folder;
    private final @Nullable SigningKey key;

    private EvidenceBundle(OwnFolder folder, @Nullable SigningKey key) {
        this.folder = folder;
        this.key = key;
    }

    /**
     * Begins a bundle.
     *
     * @param key that signs it; null when nobody does
     * @throws IOException when the folder cannot be made, or holds anything: old evidence must not pass for new
     */
    static EvidenceBundle in(Path folder, @Nullable SigningKey key) throws IOException {
        return new EvidenceBundle(OwnFolder.empty(folder), key);
    }

    @Override
    public List<String> keep(Agent agent, Tap tap, Duration timeout) throws SiteException {
        try {
            String name = tap.files().getFirst();
            folder.fill(name, file -> agent.evidence(file, timeout));
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

    /** That not all of it could be written. */
    OutputException notWhole(IOException why) {
        return OutputException.ofEvidence(folder.path(), why);
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
     * @param vxlanPorts with which they were judged, beside the usual ones
     */
    void write(Plan plan, Report report, List<Integer> vxlanPorts) throws IOException {
        folder.write(BundleFile.PLAN, PlanFile.bytes(plan));
        folder.fill(BundleFile.REPORT, file -> {
            try (OutputStream to = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
                ReportJson.write(report, to);
            }
        });
        List<BundleFile> files = summed();
        if (key != null) {
            folder.write(
                    BundleFile.ATTESTATION,
                    Envelope.of(new RunStatement(files, ThisRelease.version(), vxlanPorts).of(report), key));
        }
    }

    /** All that is there, and the sums of it. */
    private List<BundleFile> summed() throws IOException {
        List<BundleFile> files = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> there = Files.list(folder.path())) {
            for (Path file : there.sorted().toList()) {
                BundleFile summed = summed(file.getFileName().toString());
                files.add(summed);
                lines.append(summed.sha256()).append("  ").append(summed.name()).append('\n');
            }
        }
        folder.write(BundleFile.SUMS, lines.toString().getBytes(StandardCharsets.UTF_8));
        files.add(summed(BundleFile.SUMS));
        return files;
    }

    private BundleFile summed(String name) throws IOException {
        Path file = folder.file(name);
        return new BundleFile(name, Files.size(file), Sums.of(file));
    }
}

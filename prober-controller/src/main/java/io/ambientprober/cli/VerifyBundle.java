package io.ambientprober.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.ambientprober.attest.BundleFile;
import io.ambientprober.attest.Envelope;
import io.ambientprober.attest.JudgedAgain;
import io.ambientprober.attest.RefusedException;
import io.ambientprober.attest.RunStatement;
import io.ambientprober.attest.VerifyingKey;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.release.ThisRelease;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportReader;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/** Signature, then sums, then judgement: nothing is looked into before what comes first holds. */
final class VerifyBundle {
    private final Path bundle;
    private final VerifyingKey key;
    private final Path temporary;

    /** @param temporary where there is room for a copy of the bundle */
    VerifyBundle(Path bundle, VerifyingKey key, Path temporary) {
        this.bundle = bundle;
        this.key = key;
        this.temporary = temporary;
    }

    /**
     * What a bundle proves.
     *
     * @param report whose paths were judged again
     * @param signed the statement as it was signed
     */
    record Verified(Report report, RunStatement statement, JsonNode signed) {}

    /** @throws RefusedException with one line that says what does not hold */
    Verified call() throws IOException, RefusedException {
        byte[] payload = Envelope.opened(envelope(), key);
        RunStatement statement = RunStatement.read(payload);
        try (SealedCopy copy = SealedCopy.of(bundle, statement.files(), temporary)) {
            Report report = judged(copy, statement);
            return new Verified(report, statement, statement.same(payload, report));
        }
    }

    private byte[] envelope() throws IOException, RefusedException {
        Path file = bundle.resolve(BundleFile.ATTESTATION);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(BundleFile.ATTESTATION + ": is missing; the bundle was not signed");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new RefusedException(BundleFile.ATTESTATION + ": is no file");
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readNBytes(Envelope.MAX_BYTES + 1);
        }
    }

    /** What is wrong with a file that is as it was signed is said of the bundle, not of the copy. */
    private static Report judged(SealedCopy copy, RunStatement statement) throws RefusedException {
        try {
            Plan plan = plan(copy, statement);
            Report kept = ReportReader.read(copy.file(BundleFile.REPORT), null);
            RunRecord read =
                    new RunRecord(plan, Analysis.read(plan, copy.path(), new VxlanPorts(statement.vxlanPorts())));
            return same(kept, Judgement.of(read, kept.failOn()), statement);
        } catch (IOException e) {
            throw new RefusedException(FileTrouble.of(e).replace(copy.path() + "/", ""), e);
        }
    }

    /** Rules of judgement may have changed since: then another prober comes to something else, and nobody has lied. */
    private static Report same(Report kept, Report judged, RunStatement statement) throws RefusedException {
        try {
            return JudgedAgain.of(kept, judged);
        } catch (RefusedException e) {
            if (statement.version().equals(ThisRelease.version())) {
                throw e;
            }
            throw new RefusedException(
                    e.getMessage() + " (it was signed by prober " + statement.version() + ", and this is "
                            + ThisRelease.version() + ")",
                    e);
        }
    }

    private static Plan plan(SealedCopy copy, RunStatement statement) throws IOException, RefusedException {
        Plan plan = PlanFile.read(copy.file(BundleFile.PLAN));
        Set<String> signed = statement.files().stream().map(BundleFile::name).collect(Collectors.toSet());
        for (String file :
                plan.taps().stream().flatMap(tap -> tap.files().stream()).toList()) {
            if (!signed.contains(file)) {
                throw new RefusedException(BundleFile.PLAN + ": names a capture that was not signed, " + file);
            }
        }
        return plan;
    }
}

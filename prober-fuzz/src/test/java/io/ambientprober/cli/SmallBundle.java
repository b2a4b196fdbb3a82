package io.ambientprober.cli;

import io.ambientprober.attest.BundleFile;
import io.ambientprober.attest.Envelope;
import io.ambientprober.attest.RefusedException;
import io.ambientprober.attest.RunStatement;
import io.ambientprober.attest.SigningKey;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.traffic.Scene;
import io.ambientprober.traffic.SceneFiles;
import io.ambientprober.traffic.SmallScenes;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.wire.LinkType;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A signed bundle of a run that failed, in a folder that goes with the process.
 *
 * @param key the same in each process, so that what was learned of it fits
 * @param files all of them, as they were signed
 */
record SmallBundle(Path folder, SigningKey key, SortedMap<String, byte[]> files, RunStatement statement) {
    /** What stands before an Ed25519 key (RFC 8410, section 7). */
    private static final String PKCS8 = "302e020100300506032b657004220420";

    static SmallBundle make() throws IOException, RefusedException {
        Path from = Files.createTempDirectory("prober-fuzz-scene");
        Scene scene = SmallScenes.leaking(LinkType.ETHERNET);
        SceneFiles.PCAP_MICROS.write(scene, from);
        SigningKey key = SigningKey.fromPem(privatePem().getBytes(StandardCharsets.US_ASCII));
        Path folder = from.resolveSibling(from.getFileName() + "-bundle");
        EvidenceBundle bundle = EvidenceBundle.in(folder, key);
        Plan plan = scene.plan();
        RunRecord record = bundle.copy(new RunRecord(plan, Analysis.read(plan, from, VxlanPorts.usual())), from);
        bundle.write(record.plan(), Judgement.of(record, FailOn.FAIL), List.of());
        goWithTheProcess(from);
        goWithTheProcess(folder);
        SortedMap<String, byte[]> files = contents(folder);
        byte[] attestation = files.getOrDefault(BundleFile.ATTESTATION, new byte[0]);
        return new SmallBundle(folder, key, files, RunStatement.read(Envelope.opened(attestation, key.verifying())));
    }

    private static String privatePem() {
        byte[] der = HexFormat.of().parseHex(PKCS8 + "5a".repeat(32));
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static SortedMap<String, byte[]> contents(Path folder) throws IOException {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    /** Folders before what is in them: they are deleted in reverse. */
    private static void goWithTheProcess(Path folder) throws IOException {
        folder.toFile().deleteOnExit();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> file.toFile().deleteOnExit());
        }
    }

    byte[] attestation() {
        return files.getOrDefault(BundleFile.ATTESTATION, new byte[0]);
    }
}

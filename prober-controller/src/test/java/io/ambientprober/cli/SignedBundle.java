package io.ambientprober.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.attest.BundleFile;
import io.ambientprober.attest.Envelope;
import io.ambientprober.attest.RunStatement;
import io.ambientprober.attest.SigningKey;
import io.ambientprober.attest.TestKey;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.report.model.Report;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/** Evidence of a sample, signed, in a folder where anybody may do with it what he likes. */
record SignedBundle(Path folder, TestKey key) {
    private static final Path SAMPLES = Path.of("..", "samples");

    Path bundle() {
        return folder.resolve("bundle");
    }

    Path file(String name) {
        return bundle().resolve(name);
    }

    Path attestation() {
        return file(BundleFile.ATTESTATION);
    }

    Path publicKey() throws IOException {
        return Files.writeString(folder.resolve("key.pub"), key.publicPem());
    }

    Path privateKey() throws IOException {
        Path file = Files.writeString(folder.resolve("key.pem"), key.privatePem());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** By the command itself. */
    static SignedBundle of(String sample, Path folder, TestKey key) throws IOException {
        SignedBundle signed = new SignedBundle(folder, key);
        new ProberProcess()
                .run(
                        Analysis::ofPlan,
                        "analyze",
                        "--plan",
                        SAMPLES.resolve(sample).toString(),
                        "--evidence",
                        signed.bundle().toString(),
                        "--sign",
                        signed.privateKey().toString());
        return signed;
    }

    byte[] payload() throws IOException {
        return Base64.getDecoder()
                .decode(new ObjectMapper()
                        .readTree(attestation().toFile())
                        .path("payload")
                        .asText());
    }

    /** What a signer could do who does not mind the truth. */
    void sign(byte[] payload) throws IOException {
        Files.write(
                attestation(),
                Envelope.of(payload, SigningKey.fromPem(key.privatePem().getBytes(StandardCharsets.US_ASCII))));
    }

    /** Signs all that is there as evidence of a report. */
    void sign(Report report) throws IOException {
        List<BundleFile> files = new ArrayList<>();
        try (Stream<Path> there = Files.list(bundle())) {
            for (Path file :
                    there.filter(each -> !each.equals(attestation())).sorted().toList()) {
                files.add(new BundleFile(file.getFileName().toString(), Files.size(file), Sums.of(file)));
            }
        }
        sign(new RunStatement(files, "development", List.of()).of(report));
    }
}

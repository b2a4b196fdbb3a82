package io.ambientprober.cli;

import io.ambientprober.attest.BundleFile;
import io.ambientprober.attest.Envelope;
import io.ambientprober.attest.KeyFormatException;
import io.ambientprober.attest.RefusedException;
import io.ambientprober.attest.RunStatement;
import io.ambientprober.attest.VerifyingKey;
import io.ambientprober.cli.VerifyBundle.Verified;
import io.ambientprober.fuzz.Choices;
import io.ambientprober.fuzz.Complaint;
import io.ambientprober.fuzz.Entrance;
import io.ambientprober.fuzz.Require;
import io.ambientprober.verdict.RunVerdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A signed bundle of evidence, of which somebody changed one part: the first byte says which. */
public final class VerifyEntrance implements Entrance {
    private static final int CUT = 1;
    /** Of the key of {@link SmallBundle}, as openssl prints it. */
    private static final String OWN = "MCowBQYDK2VwAyEADXVQdU4IAKXSN+71gmA1dmubPloVhoqUCrKJlYeI47A=";
    /** RFC 8032, section 7.1, the first test. */
    private static final String STRANGER = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    private @Nullable SmallBundle made;

    private enum Part {
        /** The attestation, by somebody without the key. */
        ENVELOPE,
        /** What is signed, by somebody who has it. */
        STATEMENT,
        KEY,
        /** Any file: number, place, kind of edit, bytes. */
        FILE
    }

    @Override
    public void read(byte[] input) throws IOException {
        Choices choices = new Choices(input);
        SmallBundle bundle = bundle();
        try {
            switch (choices.of(Part.values())) {
                case ENVELOPE -> envelope(bundle, choices.rest());
                case STATEMENT -> statement(bundle, choices.rest());
                case KEY -> key(bundle, choices.rest());
                case FILE -> file(bundle, choices);
            }
        } catch (RefusedException e) {
            throw new AssertionError("what was verified is refused", e);
        }
    }

    private synchronized SmallBundle bundle() throws IOException {
        SmallBundle bundle = made;
        if (bundle == null) {
            try {
                bundle = SmallBundle.make();
            } catch (RefusedException e) {
                throw new AssertionError("what was just signed is refused", e);
            }
            made = bundle;
        }
        return bundle;
    }

    /** Others may sign it too, and nobody may change it. */
    private static void envelope(SmallBundle bundle, byte[] envelope) throws IOException, RefusedException {
        VerifyingKey key = bundle.key().verifying();
        boolean verified = verified(bundle, BundleFile.ATTESTATION, envelope, key) != null;
        if (verified) {
            Require.that(
                    Arrays.equals(Envelope.opened(envelope, key), Envelope.opened(bundle.attestation(), key)),
                    "a statement is verified that nobody signed");
        }
        Require.that(verified || !Arrays.equals(envelope, bundle.attestation()), "what was signed is refused");
    }

    /** A signer may claim another version and other ports; no other files, and no other verdict. */
    private static void statement(SmallBundle bundle, byte[] payload) throws IOException, RefusedException {
        Verified verified = verified(
                bundle,
                BundleFile.ATTESTATION,
                Envelope.of(payload, bundle.key()),
                bundle.key().verifying());
        if (verified != null) {
            Require.same(bundle.statement().files(), RunStatement.read(payload).files(), "files, and those verified");
            Require.same(RunVerdict.FAIL, verified.report().run(), "the verdict, and the one verified");
        }
    }

    private static void key(SmallBundle bundle, byte[] pem) throws IOException {
        VerifyingKey key;
        try {
            key = VerifyingKey.fromPem(pem);
        } catch (KeyFormatException e) {
            Complaint.requireOneLine(e);
            return;
        }
        boolean verified = verified(bundle, BundleFile.ATTESTATION, bundle.attestation(), key) != null;
        Require.same(key.id().equals(bundle.key().verifying().id()), verified, "whether it is the key, and verifies");
    }

    private static void file(SmallBundle bundle, Choices choices) throws IOException, RefusedException {
        String name = choices.of(bundle.files().keySet().toArray(String[]::new));
        byte[] signed = bundle.files().getOrDefault(name, new byte[0]);
        byte[] changed = edited(signed, choices);
        if (name.equals(BundleFile.ATTESTATION)) {
            envelope(bundle, changed);
            return;
        }
        boolean verified = verified(bundle, name, changed, bundle.key().verifying()) != null;
        Require.same(
                Arrays.equals(signed, changed), verified, "whether " + name + " is as it was signed, and verified");
    }

    private static byte[] edited(byte[] file, Choices choices) {
        int place = choices.word() % (file.length + 1);
        boolean cut = choices.octet() == CUT;
        byte[] put = choices.rest();
        ByteArrayOutputStream edited = new ByteArrayOutputStream();
        edited.write(file, 0, place);
        edited.writeBytes(put);
        int next = cut ? file.length : Math.min(file.length, place + put.length);
        edited.write(file, next, file.length - next);
        return edited.toByteArray();
    }

    /** Null where it is refused, as it has to be: in one line. */
    private static @Nullable Verified verified(SmallBundle bundle, String name, byte[] bytes, VerifyingKey key)
            throws IOException {
        Path file = bundle.folder().resolve(name);
        Files.write(file, bytes);
        try {
            return new VerifyBundle(bundle.folder(), key, bundle.folder().resolveSibling("")).call();
        } catch (RefusedException e) {
            Complaint.requireOneLine(e);
            return null;
        } finally {
            Files.write(file, bundle.files().getOrDefault(name, new byte[0]));
        }
    }

    @Override
    public Stream<byte[]> seeds() throws IOException {
        SmallBundle bundle = bundle();
        byte[] payload;
        try {
            payload = Envelope.opened(bundle.attestation(), bundle.key().verifying());
        } catch (RefusedException e) {
            throw new AssertionError(e);
        }
        String signatures = "\"signatures\":[";
        String shared = new String(bundle.attestation(), StandardCharsets.UTF_8)
                .replace(signatures, signatures + "{\"keyid\":\"other\",\"sig\":\"AAAA\"},");
        return Stream.of(
                as(Part.ENVELOPE, bundle.attestation()),
                as(Part.ENVELOPE, shared.getBytes(StandardCharsets.UTF_8)),
                as(Part.STATEMENT, payload),
                as(Part.KEY, pem(OWN)),
                as(Part.KEY, pem(STRANGER)),
                as(Part.FILE, new byte[] {0, 0, 9, 0}),
                as(Part.FILE, new byte[] {1, 0, 30, 0, 'x'}),
                as(Part.FILE, new byte[] {2, 0, 100, CUT}),
                as(Part.FILE, new byte[] {4, 0, 5, 0, '1', '2'}));
    }

    private static byte[] pem(String spki) {
        return ("-----BEGIN PUBLIC KEY-----\n" + spki + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] as(Part part, byte[] rest) {
        ByteArrayOutputStream input = new ByteArrayOutputStream();
        input.write(List.of(Part.values()).indexOf(part));
        input.writeBytes(rest);
        return input.toByteArray();
    }
}

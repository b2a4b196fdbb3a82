package io.ambientprober.cli;

import io.ambientprober.plan.Plan;
import io.ambientprober.plan.Tap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** SHA-256 sums of files. */
final class Sums {
    private Sums() {}

    /** Of the captures of a plan, by tap. */
    static Map<String, List<String>> ofCaptures(Plan plan, Path folder) throws IOException {
        Map<String, List<String>> sums = new HashMap<>();
        for (Tap tap : plan.taps()) {
            List<String> files = new ArrayList<>();
            for (String file : tap.files()) {
                files.add(of(folder.resolve(file)));
            }
            sums.put(tap.id(), files);
        }
        return sums;
    }

    static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file);
                OutputStream sum = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(sum);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

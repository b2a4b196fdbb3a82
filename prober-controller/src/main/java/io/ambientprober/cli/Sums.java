package io.ambientprober.cli;

import io.ambientprober.plan.Tap;
import io.ambientprober.report.Report;
import io.ambientprober.report.Report.TapReport;
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

    /** Of the captures of a report that were read, by tap id. */
    static Map<String, List<String>> ofCaptures(Report report, Path folder) throws IOException {
        Map<String, List<String>> sums = new HashMap<>();
        for (TapReport tap : report.taps()) {
            if (tap.reading() != null) {
                sums.put(tap.tap().id(), ofFiles(tap.tap(), folder));
            }
        }
        return sums;
    }

    static List<String> ofFiles(Tap tap, Path folder) throws IOException {
        List<String> sums = new ArrayList<>();
        for (String file : tap.files()) {
            sums.add(of(folder.resolve(file)));
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

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.ambientprober.cluster.publish;

import io.ambientprober.browser.Chromium;
import io.ambientprober.browser.Tab;
import io.ambientprober.report.ClusterSamples;
import io.ambientprober.report.html.HtmlReport;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.report.model.ReportReader;
import io.ambientprober.report.model.VerdictLine;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** For {@code scripts/bench page}: what the report of a large cluster takes. */
final class LargeReport {
    private LargeReport() {}

    private interface Work<T> {
        T done() throws Exception;
    }

    /** Nodes, rounds, and a folder. */
    public static void main(String[] arguments) throws Exception {
        int nodes = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Path folder = Path.of(arguments[2]);
        Report report = ClusterSamples.leaking(nodes);
        System.out.printf(
                Locale.ROOT,
                "%d nodes: %d paths, %d pods and flows%n%-34s %8s %10s %10s%n",
                nodes,
                report.paths().size(),
                report.checks().beyondCanaries().size(),
                "",
                "wall s",
                "MB",
                "heap MB");
        Path json = folder.resolve("report.json");
        measure("report.json is written", json, () -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(json), 1 << 16)) {
                ReportJson.write(report, out);
            }
            return json;
        });
        measure("report.json is read", json, () -> {
            ReportReader.read(json, null);
            return json;
        });
        Path page = folder.resolve("report.html");
        measure("the page is made", page, () -> Files.writeString(page, HtmlReport.of(report)));
        ConfigMap[] kept = new ConfigMap[1];
        Path published = folder.resolve("report.json.gz");
        measure("what is published is made", published, () -> {
            kept[0] = KeptReport.of(report, "probes");
            return Files.write(
                    published,
                    Base64.getDecoder().decode(kept[0].getBinaryData().get(KeptReport.PACKED)));
        });
        System.out.println(Objects.requireNonNull(kept[0].getData().get(KeptReport.VERDICT))
                .replaceAll(".*(This is a reduced report[^;]*).*", "$1"));
        System.out.println(VerdictLine.summary(report));
        opened(page, rounds, folder);
    }

    private static void measure(String what, Path file, Work<Path> work) throws Exception {
        System.gc();
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        long began = System.nanoTime();
        work.done();
        double seconds = (System.nanoTime() - began) / 1e9;
        long peak =
                pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        System.out.printf(Locale.ROOT, "%-34s %8.2f %10.2f %10d%n", what, seconds, Files.size(file) / 1e6, peak >> 20);
    }

    private static void opened(Path page, int rounds, Path folder) throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.html"), "<!DOCTYPE html><title>empty</title>");
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        try (Chromium chromium = Chromium.start(Chromium.installed().orElseThrow())) {
            for (int i = 0; i < rounds; i++) {
                theirs.add(milliseconds(chromium, empty));
                ours.add(milliseconds(chromium, page));
            }
        }
        double full = median(ours);
        double nothing = median(theirs);
        System.out.printf(
                Locale.ROOT,
                "Chromium, until loaded and laid out: %.0f ms, an empty page %.0f ms; ratio %.1f, difference %.0f ms%n",
                full,
                nothing,
                full / nothing,
                full - nothing);
    }

    /** From the order to go there until its layout is known. */
    private static double milliseconds(Chromium chromium, Path page) throws Exception {
        Tab tab = chromium.open();
        long began = System.nanoTime();
        tab.load(page);
        tab.evaluate("document.documentElement.scrollHeight");
        return (System.nanoTime() - began) / 1e6;
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}

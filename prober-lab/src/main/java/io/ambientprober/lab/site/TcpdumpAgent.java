package io.ambientprober.lab.site;

import io.ambientprober.evidence.Analysis;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.Tap;
import io.ambientprober.run.Agent;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes everything into a file, and reads it when the capture has ended. */
final class TcpdumpAgent implements Agent {
    private static final String LINK = "LINUX_SLL2";

    private final String node;
    private final LabProcess process;
    private final Path file;
    private volatile Plan plan = new Plan("", 0, false, List.of(), List.of());

    TcpdumpAgent(String node, LabProcess process, Path file) {
        this.node = node;
        this.process = process;
        this.file = file;
    }

    @Override
    public String node() {
        return node;
    }

    @Override
    public void arm(Plan armed) {
        plan = armed;
    }

    @Override
    public Observations stop(Duration timeout) throws SiteException {
        try {
            process.close();
            String counters = process.complaint();
            long captured = count(counters, "captured");
            long dropped = count(counters, "dropped by kernel");
            Tap local = new Tap(node, node, file.getFileName().toString(), LINK, captured, dropped, 0);
            Plan one = new Plan(plan.run(), plan.hbonePort(), plan.policies(), plan.paths(), List.of(local));
            return new Observations(
                    Analysis.read(one, file.resolveSibling(""), VxlanPorts.usual())
                            .getFirst(),
                    new Tap(node, node, node + ".pcap", LINK, captured, dropped, 0));
        } catch (IOException e) {
            throw new SiteException("tcpdump on " + node + " captured nothing readable: " + e.getMessage(), e);
        }
    }

    private static long count(String counters, String what) throws IOException {
        Matcher matcher = Pattern.compile("([0-9]+) packets? " + what).matcher(counters);
        if (!matcher.find()) {
            throw new IOException("it did not count what was " + what + ": " + counters);
        }
        return Long.parseLong(matcher.group(1));
    }

    @Override
    public void evidence(Path target) throws SiteException {
        try {
            Files.copy(file, target);
        } catch (IOException e) {
            throw new SiteException("the capture of " + node + " could not be kept: " + e, e);
        }
    }
}

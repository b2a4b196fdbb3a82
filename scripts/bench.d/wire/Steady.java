import com.sun.management.OperatingSystemMXBean;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/** Judges the same captures several times in one JVM, and prints seconds of wall clock and CPU of each pass. */
final class Steady {
    private Steady() {}

    static void main(String[] args) throws IOException {
        Path plan = Path.of(args[0]);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int pass = Integer.parseInt(args[1]); pass > 0; pass--) {
            long start = System.nanoTime();
            long cpu = system.getProcessCpuTime();
            Judgement.of(Analysis.ofPlan(plan, VxlanPorts.usual()), FailOn.FAIL);
            System.out.printf("%.3f %.3f%n", (System.nanoTime() - start) / 1e9, (system.getProcessCpuTime() - cpu) / 1e9);
        }
    }
}

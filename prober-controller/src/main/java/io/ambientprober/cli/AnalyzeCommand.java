package io.ambientprober.cli;

import io.ambientprober.evidence.RunRecord;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.statement.Provenance;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "analyze",
        description = "Judges captures: what was planned against what the taps saw.",
        mixinStandardHelpOptions = true,
        synopsisHeading = "Usage: ",
        customSynopsis = "prober analyze --plan FILE [OPTIONS]",
        footerHeading = "%nExamples:%n",
        footer = {
            "  prober analyze --plan captures/plan.json -o wide",
            "  prober analyze --plan captures --report html=report.html,junit=report.xml",
            "  prober analyze --plan captures --evidence for-the-auditor --sign key.pem"
        })
final class AnalyzeCommand implements Callable<Integer> {
    /** From a plan on disk to its report. */
    interface Analyzer {
        RunRecord read(Path planFile, VxlanPorts vxlanPorts) throws IOException;

        default Report judge(RunRecord learned, FailOn failOn) {
            return Judgement.of(learned, failOn);
        }
    }

    @Option(
            names = "--plan",
            required = true,
            paramLabel = "FILE",
            description = "plan.json, or the folder that holds it; captures are relative to it.")
    private Path plan = Path.of("");

    @Mixin
    private final EvidenceOption evidence = new EvidenceOption();

    @Option(
            names = "--vxlan-port",
            paramLabel = "N",
            converter = UdpPort.class,
            description = "UDP port that carries VXLAN, in addition to 8472 and 4789; may be repeated.")
    private List<Integer> vxlanPorts = List.of();

    @Mixin
    private final ReportOutput output = new ReportOutput();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    static final class UdpPort implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= 65535) {
                    return port;
                }
            } catch (NumberFormatException e) {
                // Falls through to the same complaint.
            }
            throw new TypeConversionException("'" + text + "' is not a UDP port");
        }
    }

    private final Analyzer analyzer;
    private final Terminal terminal;

    AnalyzeCommand(Analyzer analyzer, Terminal terminal) {
        this.analyzer = analyzer;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        return output.show(output.orAborted("reading plan and captures", this::judged), terminal);
    }

    private Report judged() throws InputException {
        Path file = InputFile.in(plan, "plan.json");
        EvidenceBundle bundle = evidence.begin();
        RunRecord read;
        try {
            read = read(file);
        } catch (IOException e) {
            throw new InputException(e);
        }
        return bundle == null ? judged(read) : bundled(read, file.resolveSibling(""), bundle);
    }

    private RunRecord read(Path file) throws IOException {
        RunRecord read = analyzer.read(file, new VxlanPorts(vxlanPorts));
        return !evidence.isWanted() && output.writesFiles()
                ? read.keptAs(read.plan(), Sums.ofCaptures(read.plan(), file.resolveSibling("")))
                : read;
    }

    /** What was read is judged, whatever becomes of the bundle. */
    private Report bundled(RunRecord read, Path from, EvidenceBundle bundle) {
        RunRecord copied;
        try {
            copied = bundle.copy(read, from);
        } catch (IOException e) {
            output.failed(bundle.notWhole(e), terminal);
            return judged(read);
        }
        Report report = judged(copied);
        try {
            bundle.write(copied.plan(), report, vxlanPorts);
        } catch (IOException e) {
            output.failed(bundle.notWhole(e), terminal);
        }
        return report;
    }

    private Report judged(RunRecord learned) {
        return analyzer.judge(learned.from(new Provenance(null, null, ShellCommand.of(spec))), output.failOn());
    }
}

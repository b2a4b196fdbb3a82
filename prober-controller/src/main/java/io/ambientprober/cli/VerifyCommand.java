package io.ambientprober.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.attest.RefusedException;
import io.ambientprober.attest.VerifyingKey;
import io.ambientprober.cli.VerifyBundle.Verified;
import io.ambientprober.input.Printable;
import io.ambientprober.report.model.Period;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.ReportJson;
import io.ambientprober.statement.Environment;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Checks signed evidence, and judges its packets again.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExit code:%n",
        footer = {
            "  0 when all of it holds, whatever the verdict of the run is; 1 when anything",
            "  does not, with one line that says what.",
            "",
            "Examples:",
            "  prober verify probe --key auditor.pub",
            "  prober verify probe --key auditor.pub --max-age 24h --cluster 6f0d4d52-..."
        })
final class VerifyCommand implements Callable<Integer> {
    enum Format {
        TABLE,
        JSON
    }

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));

    /** Of clocks that do not agree. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    @Parameters(paramLabel = "DIR", description = "What --evidence and --sign left.")
    private Path bundle = Path.of("");

    @Option(
            names = "--key",
            required = true,
            paramLabel = "PUBLIC",
            converter = KeyFile.Name.class,
            description = "The public key in a PEM file; you have it from the one who signs, not from the evidence.")
    private Path key = Path.of("");

    @Option(names = "--max-age", paramLabel = "TIME", description = "Refuse a run that ended longer ago.")
    private @Nullable Duration maxAge;

    @Option(
            names = "--cluster",
            paramLabel = "UID",
            description =
                    "Refuse a run in any other cluster: kubectl get namespace kube-system -o jsonpath={.metadata.uid}")
    private @Nullable String cluster;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table (default) or json.")
    private Format format = Format.TABLE;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Terminal terminal;

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InputException, OutputException {
        VerifyingKey verifying = key();
        Verified verified;
        try {
            verified = verified(verifying);
        } catch (RefusedException e) {
            return refused(String.valueOf(e.getMessage()));
        }
        terminal.print(
                switch (format) {
                    case TABLE -> VerifiedTable.of(verified, verifying, terminal.style());
                    case JSON -> json(verified, verifying);
                });
        return ExitCode.PASS;
    }

    private Verified verified(VerifyingKey verifying) throws InputException, RefusedException {
        try {
            if (!Files.isDirectory(bundle)) {
                throw new FileSystemException(bundle.toString(), null, "is no folder");
            }
            Verified verified = new VerifyBundle(bundle, verifying, TEMPORARY).call();
            requireWanted(verified.report());
            return verified;
        } catch (IOException e) {
            throw new InputException(e);
        }
    }

    private VerifyingKey key() {
        try {
            return KeyFile.verifying(key);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--key: " + FileTrouble.of(e), e);
        }
    }

    /** That it is genuine does not make it the one that is asked for: last month's is genuine, too. */
    private void requireWanted(Report report) throws RefusedException {
        String there = report.environment().get(Environment.CLUSTER);
        if (cluster != null && !cluster.equals(there)) {
            throw new RefusedException("the run was in "
                    + (there == null ? "no cluster that it names" : "cluster " + there) + ", not in " + cluster);
        }
        if (maxAge == null) {
            return;
        }
        Instant ended = Period.of(report).ended();
        if (ended == null) {
            throw new RefusedException("nobody knows when the run ended, and --max-age was given");
        }
        Duration age = Duration.between(ended, Instant.now());
        if (age.compareTo(maxAge) > 0) {
            throw new RefusedException("the run ended at " + ended + ", longer ago than --max-age");
        }
        if (age.plus(AHEAD).isNegative()) {
            throw new RefusedException("the run ended at " + ended + ", which is not yet");
        }
    }

    private int refused(String why) throws OutputException {
        if (format == Format.JSON) {
            terminal.print(ReportJson.text(
                    JsonNodeFactory.instance.objectNode().put("verified", false).put("refused", why)));
        }
        terminal.err().println("prober: refused: " + Printable.of(why));
        terminal.err().flush();
        return ExitCode.FAIL;
    }

    private static String json(Verified verified, VerifyingKey key) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("verified", true).put("keyid", key.id());
        json.set("statement", verified.signed());
        return ReportJson.text(json);
    }
}

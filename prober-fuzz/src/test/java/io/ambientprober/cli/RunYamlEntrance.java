package io.ambientprober.cli;

import io.ambientprober.fuzz.Complaint;
import io.ambientprober.fuzz.Entrance;
import io.ambientprober.fuzz.ScratchFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/** run.yaml, of whose options each is looked for, and the template of pods read. */
public final class RunYamlEntrance implements Entrance {
    private static final CommandSpec COMMAND = CommandSpec.create()
            .addOption(OptionSpec.builder("--nodes").type(String.class).build())
            .addOption(OptionSpec.builder("--timeout").type(String.class).build())
            .addOption(OptionSpec.builder("--" + ConfigFile.POD_TEMPLATE)
                    .type(String.class)
                    .build());

    private final ScratchFile file = new ScratchFile("run.yaml");

    @Override
    public void read(byte[] input) throws IOException {
        ConfigFile config;
        try {
            config = ConfigFile.read(file.holding(input), new CommandLine(COMMAND).getCommandSpec());
        } catch (InputException e) {
            Complaint.requireOneLine(e);
            return;
        }
        for (OptionSpec option : COMMAND.options()) {
            String value = config.defaultValue(option);
            if (value != null && option.longestName().endsWith(ConfigFile.POD_TEMPLATE)) {
                template(value);
            }
        }
    }

    private static void template(String text) {
        try {
            new PodTemplateText().convert(text);
        } catch (TypeConversionException e) {
            Complaint.requireSome(e);
        }
    }

    @Override
    public Stream<byte[]> seeds() {
        return Stream.of(
                        "nodes: [a, b]\ntimeout: 30s\n",
                        "nodes: 3\ntimeout: !!str 5\n# comment\n",
                        "timeout: &t 9\nnodes: [*t, 'x', \"\\u0041\"]\n",
                        "pod-template:\n  imagePullSecrets: [{name: a}]\n  tolerations:\n  - key: x\n    operator: Exists\n",
                        "pod-template: {nodeSelector: {a: b}, securityContext: {runAsUser: 5}}\n")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}

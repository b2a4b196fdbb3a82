package io.ambientprober.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options from a YAML file, named as on the command line without the dashes; what the command line says wins. A ConfigMap that is
 * mounted into the Job is one.
 */
final class ConfigFile implements IDefaultValueProvider {
    static final String OPTION = "--config";

    /** The one key that has parts. */
    static final String POD_TEMPLATE = "pod-template";

    private static final int MAX_BYTES = 1 << 20;
    /** Of collections: each may double what the file comes to. */
    private static final int MAX_ALIASES = 8;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> values;

    private ConfigFile(Map<String, String> values) {
        this.values = values;
    }

    /** The file that some arguments name; null when they name none. picocli asks for defaults before it reads arguments. */
    static @Nullable Path namedIn(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.startsWith(OPTION + "=")) {
                return Path.of(arg.substring(OPTION.length() + 1));
            }
            if (arg.equals(OPTION) && i + 1 < args.size()) {
                return Path.of(args.get(i + 1));
            }
        }
        return null;
    }

    /**
     * Reads a file for a command.
     *
     * @throws InputException when it cannot be read, or holds a name that is not an option of the command
     */
    static ConfigFile read(Path file, CommandSpec command) throws InputException {
        Map<String, String> values = new TreeMap<>();
        for (Map.Entry<?, ?> entry : mapping(file).entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (name.equals("config") || command.findOption("--" + name) == null) {
                throw new InputException(
                        new IOException(file + ": '" + name + "' is not an option of " + command.name()));
            }
            if (!List.of().equals(entry.getValue())) {
                values.put("--" + name, text(file, name, entry.getValue()));
            }
        }
        return new ConfigFile(values);
    }

    private static Map<?, ?> mapping(Path file) throws InputException {
        try {
            LoadSettings settings = LoadSettings.builder()
                    .setLabel(file.toString())
                    .setMaxAliasesForCollections(MAX_ALIASES)
                    .build();
            Object root = new Load(settings).loadFromString(text(file));
            if (root == null) {
                return Map.of();
            }
            if (root instanceof Map<?, ?> map) {
                return map;
            }
            throw new IOException(file + ": not a mapping of options to values");
        } catch (YamlEngineException | IllegalArgumentException e) {
            // Of a tag, the reader lets through what the JDK says.
            throw new InputException(new IOException(file + ": " + reason(e), e));
        } catch (StackOverflowError e) {
            throw new InputException(new IOException(file + ": nested too deep", e));
        } catch (IOException e) {
            throw new InputException(e);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + ": is a folder, not a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException(file + ": larger than " + MAX_BYTES + " bytes");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + ": not UTF-8", e);
        }
    }

    /** In one line, though the text at hand, which may be quoted, has several. */
    private static String reason(RuntimeException e) {
        String reason = String.valueOf(e.getMessage());
        if (e instanceof MarkedYamlEngineException marked
                && marked.getProblemMark().isPresent()) {
            Mark mark = marked.getProblemMark().get();
            reason = "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": " + marked.getProblem();
        }
        return reason.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static String text(Path file, String name, @Nullable Object value) throws InputException {
        if (name.equals(POD_TEMPLATE) && value instanceof Map<?, ?> template) {
            try {
                return JSON.writeValueAsString(template);
            } catch (JsonProcessingException e) {
                throw new InputException(new IOException(file + ": '" + name + "': " + e.getOriginalMessage(), e));
            }
        }
        if (value instanceof List<?> list) {
            List<String> parts = new ArrayList<>();
            for (Object part : list) {
                parts.add(scalar(file, name, part));
            }
            return String.join(",", parts);
        }
        return scalar(file, name, value);
    }

    private static String scalar(Path file, String name, @Nullable Object value) throws InputException {
        return switch (value) {
            case String text -> text;
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case null, default ->
                throw new InputException(new IOException(file + ": '" + name + "' has no value that an option takes"));
        };
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option
                ? List.of(option.names()).stream()
                        .map(values::get)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null)
                : null;
    }
}

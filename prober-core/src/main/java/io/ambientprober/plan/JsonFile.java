package io.ambientprober.plan;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Exactly one JSON value from a file, within bounds that neither a plan nor a report reaches. */
public final class JsonFile {
    static final int MAX_BYTES = 64 << 20;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_POINTER = 120;

    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^]]*; (line: \\d+, column: \\d+)]");
    private static final Pattern ADVICE = Pattern.compile(
            ": enable `[^`]*` to allow|, from `[^`]*`| \\(not recognized as one since Feature '\\w+' not enabled for parser\\)");

    static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .build();

    private JsonFile() {}

    /**
     * Reads a file to its end.
     *
     * @throws PlanFormatException when it cannot be read, or is anything but one JSON value
     */
    public static JsonField read(Path file) throws PlanFormatException {
        return parse(file.toString(), bytes(file));
    }

    /** The same for a value that came from elsewhere; complaints call it by this name. */
    public static JsonField parse(String name, byte[] json) throws PlanFormatException {
        try (JsonParser parser = JSON.createParser(json)) {
            return new JsonField(name, "", value(name, parser));
        } catch (PlanFormatException e) {
            throw e;
        } catch (IOException e) {
            throw new PlanFormatException(name, "", reason(e));
        }
    }

    private static JsonNode value(String name, JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() == null) {
                throw new PlanFormatException(name, "", "is empty");
            }
            JsonNode node = JsonTree.read(parser, MAX_BYTES);
            if (parser.nextToken() != null) {
                throw new PlanFormatException(name, "", place(parser) + "there is more than one JSON value");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw malformed(name, parser, e);
        }
    }

    static PlanFormatException malformed(String name, JsonParser parser, JsonProcessingException e) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        return new PlanFormatException(name, abridged(pointer), place(parser) + reason(e));
    }

    /** What is read from a file that is open. */
    interface Contents<T> {
        T of(InputStream in) throws IOException;
    }

    static byte[] bytes(Path file) throws PlanFormatException {
        return opened(file, in -> {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new PlanFormatException(file.toString(), "", "is larger than 64 MiB");
            }
            return bytes;
        });
    }

    static <T> T opened(Path file, Contents<T> contents) throws PlanFormatException {
        try {
            if (Files.isDirectory(file)) {
                throw new PlanFormatException(file.toString(), "", "is a folder, not a file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                return contents.of(in);
            }
        } catch (PlanFormatException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new PlanFormatException(file.toString(), "", "no such file");
        } catch (AccessDeniedException e) {
            throw new PlanFormatException(file.toString(), "", "permission denied");
        } catch (IOException e) {
            throw new PlanFormatException(file.toString(), "", "cannot be read: " + firstLine(e));
        }
    }

    static String place(JsonParser parser) {
        var location = parser.currentLocation();
        return "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    static String reason(IOException e) {
        boolean bound = e instanceof StreamConstraintsException;
        return (bound ? "exceeds a bound that no such file reaches: " : "not the JSON that is needed: ") + firstLine(e);
    }

    private static String firstLine(IOException e) {
        String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : plain(message.lines().findFirst().orElse(""));
    }

    /** Without the parser's advice to who wrote the program. */
    private static String plain(String message) {
        String placed = SOURCE.matcher(message).replaceAll("$1");
        return ADVICE.matcher(placed).replaceAll("");
    }

    private static String abridged(String pointer) {
        return pointer.length() <= MAX_POINTER ? pointer : pointer.substring(0, MAX_POINTER) + "...";
    }
}

package io.ambientprober.agent.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/**
 * What is answered to a request.
 *
 * @param type of the content
 * @param coding of the content, as HTTP names it
 * @param length of the content in that coding, in bytes
 */
public record Answer(int status, String type, String coding, long length, Content content) {
    static final int OK = 200;
    static final String PLAIN = "identity";
    static final String GZIP = "gzip";

    private static final String JSON = "application/json";
    /** A shorter one is one segment anyway. */
    private static final int WORTH_PACKING = 1024;

    /** Writes as many bytes as were said. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Of content that is written twice: to be counted, and to be sent. It is never held as a whole. */
    public static Answer json(Content content) throws IOException {
        CountedOutput counted = new CountedOutput();
        content.writeTo(counted);
        return new Answer(OK, JSON, PLAIN, counted.bytes(), content);
    }

    public static Answer json(byte[] body) {
        return new Answer(OK, JSON, PLAIN, body.length, out -> out.write(body));
    }

    public static Answer file(Path file, String type) throws IOException {
        return new Answer(OK, type, PLAIN, Files.size(file), out -> Files.copy(file, out));
    }

    /** With its content packed by gzip where it is JSON and that makes a difference: it is written once more, to be counted. */
    Answer packed() throws IOException {
        if (!type.equals(JSON) || length < WORTH_PACKING) {
            return this;
        }
        Content packed = out -> {
            try (OutputStream gzip = new GZIPOutputStream(new KeptOpen(out))) {
                content.writeTo(gzip);
            }
        };
        CountedOutput counted = new CountedOutput();
        packed.writeTo(counted);
        return new Answer(status, type, GZIP, counted.bytes(), packed);
    }

    /** Others write to it when what is written here has ended. */
    private static final class KeptOpen extends FilterOutputStream {
        KeptOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] some, int offset, int length) throws IOException {
            out.write(some, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    static Answer refusal(int status, String message) {
        byte[] body = JsonNodeFactory.instance
                .objectNode()
                .put("error", message)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return new Answer(status, JSON, PLAIN, body.length, out -> out.write(body));
    }
}

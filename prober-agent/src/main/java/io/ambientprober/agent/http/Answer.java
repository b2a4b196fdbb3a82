package io.ambientprober.agent.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is answered to a request.
 *
 * @param type of the content
 * @param length of the content, in bytes
 */
public record Answer(int status, String type, long length, Content content) {
    static final int OK = 200;
    private static final String JSON = "application/json";

    /** Writes as many bytes as were said. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Of content that is written twice: to be counted, and to be sent. It is never held as a whole. */
    public static Answer json(Content content) throws IOException {
        CountedOutput counted = new CountedOutput();
        content.writeTo(counted);
        return new Answer(OK, JSON, counted.bytes(), content);
    }

    public static Answer json(byte[] body) {
        return new Answer(OK, JSON, body.length, out -> out.write(body));
    }

    public static Answer file(Path file, String type) throws IOException {
        return new Answer(OK, type, Files.size(file), out -> Files.copy(file, out));
    }

    static Answer refusal(int status, String message) {
        byte[] body = JsonNodeFactory.instance
                .objectNode()
                .put("error", message)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return new Answer(status, JSON, body.length, out -> out.write(body));
    }
}

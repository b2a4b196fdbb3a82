package io.ambientprober.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedTextsTest {
    @Test
    void equalTextsOfAStreamAreOne() throws IOException {
        List<String> words = read("{\"words\": [\"tcp\", \"udp\", \"tcp\"]}");

        assertThat(words).containsExactly("tcp", "udp", "tcp");
        assertThat(words.getLast()).isSameAs(words.getFirst());
    }

    @Test
    void keepsAThousandAndReadsTheRestAllTheSame() throws IOException {
        String distinct =
                IntStream.range(0, 1000).mapToObj(i -> "\"w" + i + "\"").collect(Collectors.joining(", "));

        List<String> words = read("{\"words\": [" + distinct + ", \"late\", \"late\", \"w999\"]}");

        assertThat(words).hasSize(1003).endsWith("late", "late", "w999");
        assertThat(words.get(1001)).isNotSameAs(words.get(1000));
        assertThat(words.get(1002)).isSameAs(words.get(999));
    }

    private static List<String> read(String json) throws IOException {
        try (JsonStream stream = new JsonStream("words", new JsonFactory(), json.getBytes(StandardCharsets.UTF_8))) {
            return stream.list("words", JsonField::text);
        }
    }
}

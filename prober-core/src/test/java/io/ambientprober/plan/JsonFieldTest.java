package io.ambientprober.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonFieldTest {
    /** RFC 6901: a name with a slash is one step. */
    @Test
    void escapesWhatAPointerWouldTakeForSteps() throws PlanFormatException {
        JsonField json = JsonFile.parse("x.json", "{\"a/b~c\": 1}".getBytes(StandardCharsets.UTF_8));

        assertThat(json.fields().values()).extracting(JsonField::pointer).containsExactly("/a~1b~0c");
    }
}

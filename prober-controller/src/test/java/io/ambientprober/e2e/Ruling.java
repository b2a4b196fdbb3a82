package io.ambientprober.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What a report says of a path, a flow or a pod.
 *
 * @param said verdict and reason
 * @param findings the report's own sentences
 */
record Ruling(String said, List<String> findings) {
    private static final int MOST_FINDINGS = 8;

    static final Ruling NONE = new Ruling("nothing", List.of());

    static Ruling of(JsonNode ruling) {
        return new Ruling(
                ruling.path("verdict").asText() + " " + ruling.path("reason").asText(),
                StreamSupport.stream(ruling.path("findings").spliterator(), false)
                        .limit(MOST_FINDINGS)
                        .map(JsonNode::asText)
                        .toList());
    }

    /** Both, as one where they say the same. */
    Ruling and(Ruling other) {
        return new Ruling(
                said.equals(other.said) ? said : said + "; " + other.said,
                Stream.concat(findings.stream(), other.findings.stream())
                        .distinct()
                        .limit(MOST_FINDINGS)
                        .toList());
    }

    /** A paragraph for a failure's text. */
    String insteadOf(String right, String what) {
        return what + ": " + said + ", not " + right
                + findings.stream().reduce("", (all, one) -> all + "\n      " + one);
    }
}

package io.ambientprober.plan;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Breaks the contract's example at every single place; each break is found, and found at its place. */
class PlanMutationTest {
    private static final List<JsonNode> OTHER_TYPES = List.of(
            JsonNodeFactory.instance.objectNode(),
            JsonNodeFactory.instance.arrayNode(),
            JsonNodeFactory.instance.textNode("?"),
            JsonNodeFactory.instance.numberNode(-1),
            JsonNodeFactory.instance.numberNode(0.5),
            JsonNodeFactory.instance.booleanNode(true),
            JsonNodeFactory.instance.nullNode());

    private static final List<String> OPTIONAL = List.of("/policies", "/taps/0/captured");
    private static final List<String> FREE_TEXT = List.of("name", "namespace", "pod", "node", "file", "link");
    private static final List<String> NULLABLE =
            List.of("service", "waypoint", "outcome", "deniedPortReached", "identityPortReached");

    private final Path folder;

    PlanMutationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @TestFactory
    Stream<DynamicTest> everyMissingFieldIsNamed() throws IOException {
        return pointers(example(), "")
                .filter(pointer -> !endsWithIndex(pointer) && !OPTIONAL.contains(pointer))
                .map(pointer -> DynamicTest.dynamicTest(pointer, () -> {
                    JsonNode plan = example();
                    ((ObjectNode) plan.at(parent(pointer))).remove(last(pointer));
                    assertComplaint(plan, pointer, "is missing");
                }));
    }

    @TestFactory
    Stream<DynamicTest> everyWrongTypeIsNamed() throws IOException {
        JsonNode valid = example();
        return pointers(valid, "")
                .flatMap(pointer -> OTHER_TYPES.stream()
                        .filter(other -> isWrong(pointer, valid.at(pointer), other))
                        .map(other -> DynamicTest.dynamicTest(pointer + " = " + other, () -> {
                            JsonNode plan = example();
                            replace(plan, pointer, other);
                            assertComplaint(plan, pointer, "");
                        })));
    }

    /** Whether the place must refuse the value; objects without fields are refused one place further down. */
    private static boolean isWrong(String pointer, JsonNode present, JsonNode other) {
        boolean free = present.isTextual() && (FREE_TEXT.contains(last(pointer)) || pointer.equals("/taps/0/id"));
        boolean nullable = NULLABLE.contains(last(pointer));
        return switch (other.getNodeType()) {
            case NULL -> !nullable;
            case STRING -> !free;
            case ARRAY -> !present.isArray();
            case BOOLEAN -> !present.isBoolean();
            case OBJECT -> !present.isObject() && !pointer.equals("/paths/0/waypoint");
            default -> true;
        };
    }

    private void assertComplaint(JsonNode plan, String pointer, String reason) throws IOException {
        Path file = folder.resolve("plan.json");
        Files.writeString(file, plan.toString());
        assertThatThrownBy(() -> PlanFile.read(file))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageStartingWith(file + ": " + pointer + ": " + reason);
    }

    private static void replace(JsonNode plan, String pointer, JsonNode other) {
        switch (plan.at(parent(pointer))) {
            case ObjectNode object -> object.set(last(pointer), other);
            case ArrayNode array -> array.set(Integer.parseInt(last(pointer)), other);
            default -> throw new AssertionError(pointer);
        }
    }

    private static Stream<String> pointers(JsonNode node, String at) {
        Stream<String> below = node.isArray()
                ? Stream.iterate(0, i -> i < node.size(), i -> i + 1).flatMap(i -> pointers(node.path(i), at + "/" + i))
                : node.propertyStream().flatMap(e -> pointers(e.getValue(), at + "/" + e.getKey()));
        return at.isEmpty() ? below : Stream.concat(Stream.of(at), below);
    }

    private static String parent(String pointer) {
        return pointer.substring(0, pointer.lastIndexOf('/'));
    }

    private static String last(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1);
    }

    private static boolean endsWithIndex(String pointer) {
        return Character.isDigit(last(pointer).charAt(0));
    }

    private static JsonNode example() throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(Path.of("src/test/resources/plan/example.json")));
    }
}

package io.ambientprober.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelOptionalLibrary;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The component {@code admission}, asked as the API server would ask it (kubernetes.io, Validating Admission Policy). Every policy there
 * is bound to refuse, in all namespaces.
 */
public final class AdmissionPolicies {
    private static final Path COMPONENT = Path.of("..", "manifests", "components", "admission");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Cel CEL = cel();

    private static final Map<String, String> OPERATIONS = Map.of(
            "create", "CREATE",
            "update", "UPDATE",
            "patch", "UPDATE",
            "delete", "DELETE",
            "deletecollection", "DELETE");

    public static final String ACCOUNT = "system:serviceaccount:ambient-prober:ambient-prober";

    private final List<Policy> policies;
    private final String image;

    private AdmissionPolicies(List<Policy> policies, String image) {
        this.policies = policies;
        this.image = image;
    }

    /**
     * What is asked of the API server.
     *
     * @param resource with its subresource after a slash
     * @param object null where one is deleted
     * @param old null where one is made
     */
    record Request(
            String operation,
            String group,
            String resource,
            String namespace,
            @Nullable JsonNode object,
            @Nullable JsonNode old) {}

    private record Validation(
            String message, Program expression, @Nullable Program messageExpression) {}

    private record Policy(
            String name,
            JsonNode matchConstraints,
            List<Program> conditions,
            Map<String, Program> variables,
            List<Validation> validations) {

        boolean concerns(Request request) {
            for (JsonNode rule : matchConstraints.path("resourceRules")) {
                if (holds(rule.path("operations"), request.operation())
                        && holds(rule.path("apiGroups"), request.group())
                        && holds(rule.path("resources"), request.resource())) {
                    return true;
                }
            }
            return false;
        }

        private static boolean holds(JsonNode some, String text) {
            for (JsonNode one : some) {
                if (one.asText().equals(text) || one.asText().equals("*")) {
                    return true;
                }
            }
            return false;
        }
    }

    static AdmissionPolicies ofComponent() {
        return ofComponent(image());
    }

    /** @param image that it is set to allow */
    static AdmissionPolicies ofComponent(String image) {
        List<JsonNode> documents = documents();
        List<Policy> policies = documents.stream()
                .filter(AdmissionPolicies::isPolicy)
                .map(AdmissionPolicies::policy)
                .toList();
        return new AdmissionPolicies(policies, image);
    }

    /** The image that it allows. */
    public static String image() {
        return documents().stream()
                .flatMap(policy -> policy.at("/spec/variables").valueStream())
                .filter(variable -> variable.path("name").asText().equals("image"))
                .map(variable -> variable.path("expression").asText().replace("'", ""))
                .distinct()
                .reduce((one, other) -> one + " and " + other)
                .orElseThrow();
    }

    /** Of the policies. */
    public static List<String> names() {
        return documents().stream()
                .filter(AdmissionPolicies::isPolicy)
                .map(document -> document.at("/metadata/name").asText())
                .toList();
    }

    private static boolean isPolicy(JsonNode document) {
        return document.path("kind").asText().equals("ValidatingAdmissionPolicy");
    }

    static List<JsonNode> documents() {
        try (Stream<Path> files = Files.list(COMPONENT)) {
            List<JsonNode> documents = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                for (Object document :
                        new Load(LoadSettings.builder().build()).loadAllFromString(Files.readString(file))) {
                    documents.add(JSON.valueToTree(document));
                }
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Cel cel() {
        return CelFactory.plannerCelBuilder()
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .addCompilerLibraries(CelExtensions.strings(), CelOptionalLibrary.INSTANCE)
                .addRuntimeLibraries(CelExtensions.strings(), CelOptionalLibrary.INSTANCE)
                .addVar("object", SimpleType.DYN)
                .addVar("oldObject", SimpleType.DYN)
                .addVar("request", SimpleType.DYN)
                .addVar("variables", SimpleType.DYN)
                .build();
    }

    private static Policy policy(JsonNode policy) {
        JsonNode spec = policy.path("spec");
        List<Program> conditions = new ArrayList<>();
        spec.path("matchConditions")
                .forEach(condition -> conditions.add(program(condition.path("expression"), SimpleType.BOOL)));
        Map<String, Program> variables = new LinkedHashMap<>();
        spec.path("variables")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), program(variable.path("expression"), SimpleType.DYN)));
        List<Validation> validations = new ArrayList<>();
        for (JsonNode validation : spec.path("validations")) {
            validations.add(new Validation(
                    validation.path("message").asText(),
                    program(validation.path("expression"), SimpleType.BOOL),
                    validation.has("messageExpression")
                            ? program(validation.path("messageExpression"), SimpleType.STRING)
                            : null));
        }
        return new Policy(
                policy.at("/metadata/name").asText(),
                spec.path("matchConstraints"),
                conditions,
                variables,
                validations);
    }

    /** @param type what the API server wants it to be of */
    private static Program program(JsonNode expression, CelType type) {
        try {
            CelAbstractSyntaxTree tree = CEL.compile(expression.asText()).getAst();
            if (!type.equals(SimpleType.DYN) && !type.equals(tree.getResultType())) {
                throw new IllegalStateException(expression.asText() + " is not of type " + type.name());
            }
            return CEL.createProgram(tree);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalStateException(expression.asText(), e);
        }
    }

    /** The names of the policies that a request of the controller's is put before. */
    List<String> concerned(Request request) {
        return policies.stream()
                .filter(policy -> policy.concerns(request))
                .map(Policy::name)
                .toList();
    }

    /** Whether a right makes, changes or deletes something that a policy looks at. */
    boolean narrow(Right right) {
        String operation = OPERATIONS.get(right.verb());
        return operation != null
                && !concerned(new Request(
                                operation,
                                right.group(),
                                right.resource().replaceFirst(":.*", ""),
                                right.namespace(),
                                null,
                                null))
                        .isEmpty();
    }

    /** Why a request of somebody is refused: the first message of the first policy that refuses it. */
    Optional<String> refusal(String user, Request request) {
        return policies.stream()
                .filter(policy -> policy.concerns(request))
                .flatMap(policy -> refusal(policy, values(user, request)).stream())
                .findFirst();
    }

    private Map<String, Object> values(String user, Request request) {
        Map<String, Object> values = new HashMap<>();
        values.put("object", plain(request.object()));
        values.put("oldObject", plain(request.old()));
        values.put(
                "request",
                Map.of(
                        "namespace",
                        request.namespace(),
                        "operation",
                        request.operation(),
                        "userInfo",
                        Map.of("username", user),
                        "resource",
                        Map.of("resource", request.resource().replaceFirst("/.*", ""))));
        return values;
    }

    private Optional<String> refusal(Policy policy, Map<String, Object> values) {
        for (Program condition : policy.conditions()) {
            if (!isTrue(condition, values)) {
                return Optional.empty();
            }
        }
        Map<String, Object> variables = new HashMap<>();
        values.put("variables", variables);
        policy.variables()
                .forEach((name, expression) ->
                        variables.put(name, name.equals("image") ? image : value(expression, values)));
        for (Validation validation : policy.validations()) {
            if (!isTrue(validation.expression(), values)) {
                Program words = validation.messageExpression();
                return Optional.of(words == null ? validation.message() : String.valueOf(value(words, values)));
            }
        }
        return Optional.empty();
    }

    private static boolean isTrue(Program program, Map<String, Object> values) {
        return Objects.equals(value(program, values), true);
    }

    private static Object value(Program program, Map<String, Object> values) {
        try {
            return program.eval(values);
        } catch (CelEvaluationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As CEL knows values: whole numbers are longs. */
    private static @Nullable Object plain(@Nullable JsonNode json) {
        if (json == null || json.isNull()) {
            return null;
        }
        if (json.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            json.properties().forEach(field -> {
                if (!field.getValue().isNull()) {
                    map.put(field.getKey(), Objects.requireNonNull(plain(field.getValue())));
                }
            });
            return map;
        }
        if (json.isArray()) {
            List<Object> list = new ArrayList<>();
            json.forEach(element -> list.add(Objects.requireNonNull(plain(element))));
            return list;
        }
        return json.isNumber() ? (Object) json.asLong() : json.isBoolean() ? json.asBoolean() : json.asText();
    }
}

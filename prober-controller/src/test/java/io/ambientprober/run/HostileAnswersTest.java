package io.ambientprober.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.ambientprober.api.AgentOrder;
import io.ambientprober.api.Observations;
import io.ambientprober.api.ObservationsJson;
import io.ambientprober.api.SentObservations;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.evidence.Analysis;
import io.ambientprober.evidence.NodeEvidence;
import io.ambientprober.evidence.RunRecord;
import io.ambientprober.plan.Plan;
import io.ambientprober.plan.PlanFile;
import io.ambientprober.plan.Tap;
import io.ambientprober.report.model.Judgement;
import io.ambientprober.report.model.Report;
import io.ambientprober.report.model.Report.PathReport;
import io.ambientprober.run.RunEvent.Note;
import io.ambientprober.verdict.FailOn;
import io.ambientprober.verdict.RunVerdict;
import io.ambientprober.wire.IpAddress;
import io.ambientprober.wire.VxlanPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One node's agent is not ours any more; the others, whose captures are those of samples/healthy, lose nothing by it. */
final class HostileAnswersTest {
    private static final Path SAMPLE = Path.of("..", "samples", "healthy", "plan.json");
    private static final String FOREIGN = "node-3";
    private static final JsonMapper JSON = new JsonMapper();
    /** Of each string; a long one takes too long at every place, and its length is bounded at none. */
    private static final List<String> HOSTILE = List.of(
            "/etc/cron.d/prober",
            "../../outside",
            "a/b",
            "..",
            ".",
            "",
            "\u0000",
            "x\u0000y",
            "node-1",
            "node-2",
            "\u001b[2J\n",
            "x".repeat(20_000),
            "\ud800");

    private final List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
    private Plan plan = new Plan("000000000000", 15008, false, List.of(), List.of());
    private List<Observations> honest = List.of();

    @BeforeEach
    void read() throws IOException {
        plan = PlanFile.read(SAMPLE);
        List<NodeEvidence> nodes = Analysis.read(plan, SAMPLE.resolveSibling(""), VxlanPorts.usual());
        honest = nodes.stream()
                .map(node -> new Observations(node, tapOf(node.node())))
                .toList();
    }

    /** With all the counts of an agent. */
    private Tap tapOf(String node) {
        Tap tap = plan.taps().stream()
                .filter(each -> each.node().equals(node))
                .findFirst()
                .orElseThrow();
        return new Tap(node, node, tap.files(), tap.link(), tap.captured(), tap.captured(), 0, 0, 0, List.of());
    }

    @Test
    void everyStringOfAnAnswerMayBeHostile() throws Exception {
        List<String> before = verdicts(judged(honest));
        JsonNode answer = answer();
        List<String> places = places("", answer, JsonNode::isTextual);

        assertThat(places).hasSizeGreaterThan(40);
        for (String place : places) {
            for (String hostile : HOSTILE) {
                events.clear();
                List<Observations> seen = withForeign(bytes(answer, place, TextNode.valueOf(hostile)));

                assertThat(verdicts(judged(seen)))
                        .as("%s = '%s'", place, hostile)
                        .isEqualTo(before);
                assertThat(seen.get(2).evidence().node()).isEqualTo(FOREIGN);
                assertThat(seen.get(2).tap())
                        .extracting(Tap::id, Tap::node, Tap::files)
                        .containsExactly(FOREIGN, FOREIGN, List.of("node-3.pcapng"));
                if (Objects.requireNonNull(seen.get(2).tap().captured()) == 0) {
                    assertThat(events)
                            .singleElement()
                            .satisfies(event -> assertThat(((Note) event).text())
                                    .startsWith("the agent of node node-3 was lost: ")
                                    .hasSizeLessThan(1000));
                }
            }
        }
    }

    @Test
    void nothingThatMustBeThereIsNull() throws Exception {
        List<String> before = verdicts(judged(honest));
        JsonNode answer = answer();

        for (String place : places("", answer, value -> true)) {
            List<Observations> seen = withForeign(bytes(answer, place, NullNode.getInstance()));

            assertThat(verdicts(judged(seen))).as(place).isEqualTo(before);
        }
    }

    @Test
    void noNodeSeesForAnother() throws Exception {
        List<Observations> blind = List.of(honest.get(0), blind("node-2"));
        byte[] forged = SentObservations.bytes(honest.get(1));

        assertThat(judged(blind).run()).isEqualTo(RunVerdict.INCONCLUSIVE);
        assertThat(judged(stopped(blind, forged)).run()).isEqualTo(RunVerdict.INCONCLUSIVE);
        assertThat(events).contains(new Note("the agent of node node-3 was lost: it names the node 'node-2'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/evidence/node", "/evidence/taps/0/tap", "/tap/id", "/tap/node", "/tap/link"})
    void namesAreTheControllers(String place) throws Exception {
        byte[] json = bytes(answer(), place, TextNode.valueOf("node-1"));

        assertThatThrownBy(() -> ObservationsJson.read(FOREIGN, "x.pcapng", json))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("node-1");
    }

    @Test
    void noAnswerRepeatsATap() throws Exception {
        JsonNode answer = answer();
        ArrayNode taps = (ArrayNode) answer.at("/evidence/taps");
        taps.add(taps.get(0).deepCopy());

        assertThatThrownBy(() -> ObservationsJson.read(FOREIGN, "x.pcapng", JSON.writeValueAsBytes(answer)))
                .hasMessage("it names 2 taps, and has one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tap/file", "/evidence/node", "/evidence/taps/0/notes/0"})
    void noAnswerIsLargerThanItsBound(String place) throws Exception {
        byte[] large = bytes(answer(), place, TextNode.valueOf("x".repeat(64 << 20)));

        assertThatThrownBy(() -> ObservationsJson.read(FOREIGN, "x.pcapng", large))
                .hasMessage("it is larger than " + ObservationsJson.MAX_BYTES + " bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"captured", "analysed", "leftOut", "kernelDropped", "interfaceDropped"})
    void noCountIsBelowZero(String field) throws Exception {
        JsonNode answer = answer();
        ((ObjectNode) answer.path("tap")).put(field, -1);

        assertThatThrownBy(() -> ObservationsJson.read(FOREIGN, "x.pcapng", JSON.writeValueAsBytes(answer)))
                .hasMessageStartingWith("the observations: /tap/" + field + ": -1 is not between 0 and ");
    }

    /** node-2's, as if it were node-3's, so that every kind of record is in it. */
    private JsonNode answer() throws IOException {
        String json = new String(SentObservations.bytes(honest.get(1)), StandardCharsets.UTF_8);
        JsonNode answer = JSON.readTree(json.replace("\"node-2\"", "\"" + FOREIGN + "\""));
        ((ObjectNode) answer.at("/evidence/taps/0")).putArray("notes").add("a note");
        ArrayNode connections = (ArrayNode) answer.at("/evidence/connections");
        while (connections.size() > 3) {
            connections.remove(connections.size() - 1);
        }
        ArrayNode clear = (ArrayNode) answer.at("/evidence/clear");
        clear.forEach(seen -> trim((ArrayNode) seen.path("sightings")));
        return answer;
    }

    private static void trim(ArrayNode sightings) {
        while (sightings.size() > 1) {
            sightings.remove(sightings.size() - 1);
        }
    }

    private static List<String> places(String here, JsonNode node, java.util.function.Predicate<JsonNode> wanted) {
        List<String> places = new ArrayList<>();
        if (!here.isEmpty() && wanted.test(node)) {
            places.add(here);
        }
        node.properties()
                .forEach(field -> places.addAll(places(here + "/" + field.getKey(), field.getValue(), wanted)));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.addAll(places(here + "/" + i, node.path(i), wanted));
        }
        return places;
    }

    private static byte[] bytes(JsonNode answer, String place, JsonNode value) throws IOException {
        JsonNode changed = answer.deepCopy();
        int slash = place.lastIndexOf('/');
        String last = place.substring(slash + 1);
        switch (changed.at(place.substring(0, slash))) {
            case ObjectNode object -> object.set(last, value);
            case ArrayNode array -> array.set(Integer.parseInt(last), value);
            default -> throw new IllegalArgumentException(place);
        }
        return JSON.writeValueAsString(changed).getBytes(StandardCharsets.UTF_8);
    }

    private List<Observations> withForeign(byte[] answer) throws SiteException {
        return stopped(honest, answer);
    }

    private List<Observations> stopped(List<Observations> others, byte[] foreign) throws SiteException {
        List<Agent> agents = new ArrayList<>();
        others.forEach(
                seen -> agents.add(new ScriptedAgent(seen.evidence().node(), node -> SentObservations.bytes(seen))));
        agents.add(new ScriptedAgent(FOREIGN, node -> foreign));
        Deadline deadline = new Deadline(() -> 0, Duration.ofMinutes(1));
        return new StopAgents(deadline, new Parallel<>(4, SiteException::interrupted), events::add)
                .call(agents, List.of()).seen().stream()
                        .map(KeptObservations::observations)
                        .toList();
    }

    private Observations blind(String node) throws IOException {
        NodeEvidence seen =
                new NodeEvidence(node, honest.get(1).evidence().taps(), List.of(), List.of(), List.of(), List.of());
        return new Observations(seen, tapOf(node));
    }

    private Report judged(List<Observations> seen) {
        Plan whole = new Plan(
                plan.run(),
                plan.hbonePort(),
                plan.policies(),
                plan.paths(),
                seen.stream().map(Observations::tap).toList());
        return Judgement.of(
                new RunRecord(whole, seen.stream().map(Observations::evidence).toList()), FailOn.FAIL);
    }

    /** Who saw what is in the findings, and differs. */
    private static List<String> verdicts(Report report) {
        return report.paths().stream()
                .map(PathReport::verdict)
                .map(path -> path.encryption().reason().code() + " "
                        + path.servicePath().reason().code())
                .toList();
    }

    /** As {@link HttpAgent} takes an answer. */
    private record ScriptedAgent(String node, Function<String, byte[]> answers) implements Agent {
        @Override
        public void arm(AgentOrder order) {}

        @Override
        public KeptObservations stop(Set<IpAddress> clients, Duration timeout) throws SiteException {
            try {
                return KeptObservations.answered(node, answers.apply(node));
            } catch (IOException e) {
                throw new SiteException(String.valueOf(e.getMessage()), e);
            }
        }

        @Override
        public void evidence(Path file, Duration timeout) throws SiteException {}
    }
}

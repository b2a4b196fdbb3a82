package io.ambientprober.cluster.rotation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.cluster.rotation.RotationState.Turn;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonFile;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The state of a rotation, written and read: a list of runs with the nodes that were chosen last in each. */
final class RotationJson {
    private static final int VERSION = 1;

    private RotationJson() {}

    static byte[] of(RotationState state) {
        Map<Turn, List<String>> turns = new HashMap<>();
        new TreeMap<>(state.last())
                .forEach((node, turn) -> turns.computeIfAbsent(turn, ignored -> new ArrayList<>())
                        .add(node));
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("version", VERSION).put("runs", state.runs());
        ArrayNode listed = json.putArray("turns");
        turns.forEach((turn, nodes) -> listed.addObject()
                .put("run", turn.run())
                .put("at", turn.at().toString())
                .set("nodes", JsonList.texts(nodes)));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @param name what complaints call it */
    static RotationState read(String name, byte[] json) throws PlanFormatException {
        JsonField root = JsonFile.parse(name, json);
        root.get("version").whole(VERSION, VERSION);
        int runs = (int) root.get("runs").whole(0, RotationState.MAX_RUNS);
        Map<String, Turn> last = new HashMap<>();
        root.get("turns").list(turn -> turn(turn, runs, last));
        if (last.size() > RotationState.MAX_NODES) {
            throw root.get("turns").complaint("there are more nodes than any cluster has");
        }
        return new RotationState(runs, last);
    }

    private static Turn turn(JsonField field, int runs, Map<String, Turn> last) throws PlanFormatException {
        int run = (int) field.get("run").whole(1, runs);
        Instant at = field.get("at").time();
        Turn turn = new Turn(run, at);
        for (String node : field.get("nodes").list(JsonField::text)) {
            last.put(node, turn);
        }
        return turn;
    }
}

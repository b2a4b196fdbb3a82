package io.ambientprober.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.api.SweepOrder.Target;
import io.ambientprober.enrolled.HbonePort.Answer;
import io.ambientprober.enrolled.HbonePort.Swept;
import io.ambientprober.handshake.HandshakeJson;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonStream;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.PodName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a sweep came to, or that it goes on, in JSON. */
public final class SweepAnswerJson {
    /** A healthy pod takes 600 bytes, and never more than 4 KB. */
    public static final int MAX_BYTES = 4 << 20;

    private static final JsonFactory JSON = StrictJson.factory(1000);
    private static final byte[] GOES_ON = "{\"goesOn\":true}".getBytes(StandardCharsets.UTF_8);

    private SweepAnswerJson() {}

    /** Of a sweep that has not ended. */
    public static byte[] goesOn() {
        return GOES_ON.clone();
    }

    /** @param swept each with a handshake that is named like its pod */
    public static byte[] bytes(Collection<Swept> swept) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode pods = json.putArray("pods");
        swept.forEach(pod -> write(pod, pods.addObject()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(Swept pod, ObjectNode json) {
        json.put("at", pod.at().toString()).put("answer", word(pod.answer()));
        if (pod.notBefore() != null) {
            json.put("notBefore", pod.notBefore().toString());
        }
        json.set("handshake", HandshakeJson.brief(pod.handshake()));
    }

    private static String word(Answer answer) {
        return answer.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads what {@link #bytes} or {@link #goesOn} wrote. It may leave out pods that were asked, and names no other.
     *
     * @param order that was answered
     * @return empty as long as it goes on
     * @throws IOException in one line, when it is anything else, or names another pod, or one twice
     */
    public static Optional<Map<PodName, Swept>> read(SweepOrder order, byte[] json) throws IOException {
        if (Arrays.equals(json, GOES_ON)) {
            return Optional.empty();
        }
        if (json.length > MAX_BYTES) {
            throw new IOException("it is larger than " + MAX_BYTES + " bytes");
        }
        List<Swept> pods;
        try (JsonStream answer = new JsonStream("the sweep", JSON, json)) {
            pods = answer.list("pods", SweepAnswerJson::swept);
            answer.end();
        }
        Map<String, PodName> asked =
                order.targets().stream().map(Target::pod).collect(Collectors.toMap(PodName::toString, pod -> pod));
        Map<PodName, Swept> swept = new HashMap<>();
        for (Swept found : pods) {
            PodName pod = asked.remove(found.handshake().name());
            if (pod == null) {
                throw new IOException("it names a pod that was not asked, or one pod twice");
            }
            swept.put(pod, found);
        }
        return Optional.of(swept);
    }

    private static Swept swept(JsonField json) throws PlanFormatException {
        JsonField notBefore = json.find("notBefore");
        JsonField handshake = json.get("handshake");
        try {
            return new Swept(
                    json.get("at").time(),
                    json.get("answer").oneOf(Answer.values(), SweepAnswerJson::word, "an answer of a port"),
                    HandshakeJson.result(handshake.node()),
                    notBefore == null ? null : notBefore.time());
        } catch (PlanFormatException e) {
            throw e;
        } catch (IOException e) {
            throw handshake.complaint(String.valueOf(e.getMessage()));
        }
    }
}

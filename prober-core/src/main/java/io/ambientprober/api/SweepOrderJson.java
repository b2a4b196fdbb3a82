package io.ambientprober.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.api.SweepOrder.Target;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonStream;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.plan.PodName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The order of a sweep in JSON. */
public final class SweepOrderJson {
    /** As many certificates as an agent takes, of 4 KB each. */
    private static final int MAX_ROOTS = 128 << 10;

    /** What Kubernetes allows (RFC 1123), and nothing that stands between the two parts of a {@link PodName}. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1,253}");

    private static final JsonFactory JSON = StrictJson.factory(MAX_ROOTS);

    private SweepOrderJson() {}

    public static byte[] bytes(TimedSweep sweep) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("timeMillis", sweep.time().toMillis())
                .put("roots", sweep.order().roots());
        ArrayNode targets = json.putArray("targets");
        sweep.order()
                .targets()
                .forEach(target -> targets.addObject()
                        .put("namespace", target.pod().namespace())
                        .put("pod", target.pod().name())
                        .put("address", target.address().toString())
                        .put("port", target.port()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IOException in one line, when it is anything else or out of bounds
     */
    public static TimedSweep read(byte[] json) throws IOException {
        try (JsonStream order = new JsonStream("the sweep", JSON, json)) {
            long millis = order.read("timeMillis", field -> field.whole(1, TimedSweep.LONGEST.toMillis()));
            String roots = order.read("roots", JsonField::text);
            List<Target> targets = order.list("targets", SweepOrderJson::target);
            order.end();
            requireEachOnce(targets);
            return new TimedSweep(new SweepOrder(targets, roots), Duration.ofMillis(millis));
        }
    }

    private static void requireEachOnce(List<Target> targets) throws IOException {
        if (targets.size() > SweepOrder.MAX_TARGETS) {
            throw new IOException("the sweep: more than " + SweepOrder.MAX_TARGETS + " targets");
        }
        Set<PodName> pods = targets.stream().map(Target::pod).collect(Collectors.toSet());
        if (pods.size() < targets.size()) {
            throw new IOException("the sweep: a pod is named twice");
        }
    }

    private static Target target(JsonField json) throws PlanFormatException {
        PodName pod = new PodName(name(json.get("namespace")), name(json.get("pod")));
        return new Target(pod, json.get("address").address(), json.get("port").port());
    }

    private static String name(JsonField json) throws PlanFormatException {
        String name = json.text();
        if (!NAME.matcher(name).matches()) {
            throw json.isNot("a name");
        }
        return name;
    }
}

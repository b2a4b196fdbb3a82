package io.ambientprober.plan;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.PathId;
import io.ambientprober.canary.RunKey;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Expectation;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.plan.ProbePath.Waypoint;
import io.ambientprober.wire.IpAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** plan.json, field by field. Fields that it does not name are ignored. */
final class PlanReader {
    private PlanReader() {}

    static Plan plan(JsonField root, CaptureNames names) throws PlanFormatException {
        JsonField version = root.get("version");
        if (version.whole(0, Long.MAX_VALUE) != Plan.VERSION) {
            throw version.isNot("a version that this prober reads, which is " + Plan.VERSION);
        }
        JsonField policies = root.find("policies");
        boolean policiesInForce = policies != null && policies.bool();
        return new Plan(
                runKey(root.get("run")),
                root.get("hbonePort").port(),
                policiesInForce,
                paths(root.get("paths"), policies == null || policiesInForce),
                taps(root.get("taps"), names));
    }

    private static String runKey(JsonField field) throws PlanFormatException {
        String key = field.text();
        if (!RunKey.isValid(key)) {
            throw field.isNot("a run key: 12 characters of Crockford base32");
        }
        return key;
    }

    private static List<ProbePath> paths(JsonField field, boolean policiesMayBeTried) throws PlanFormatException {
        Map<String, String> seen = new HashMap<>();
        AddressOwners owners = new AddressOwners();
        return field.list(each -> {
            ProbePath path = path(each, seen);
            owners.add(each, path);
            if (!policiesMayBeTried && path.outcome() != null) {
                noPolicyTried(each.get("outcome"), path.outcome());
            }
            return path;
        });
    }

    private static void noPolicyTried(JsonField field, CanaryOutcome outcome) throws PlanFormatException {
        String tried = outcome.deniedPortReached() != null
                ? "deniedPortReached"
                : outcome.identityPortReached() != null ? "identityPortReached" : null;
        if (tried != null) {
            throw field.get(tried).complaint("a policy port was tried, and the plan's policies are false");
        }
    }

    static ProbePath path(JsonField path, Map<String, String> seen) throws PlanFormatException {
        Canary canary = canary(path.get("canary"));
        return new ProbePath(
                unique(path.get("id"), PlanReader::pathId, seen),
                path.get("name").text(),
                expectation(path.get("expect")),
                client(path.get("client")),
                server(path.get("server")),
                path.get("service").orNull(PlanReader::service),
                path.get("waypoint").orNull(PlanReader::waypoint),
                canary,
                path.get("outcome").orNull(outcome -> CanaryJson.counted(outcome, canary)),
                handshake(path.find("handshake")),
                egressPolicy(path.find("egressPolicy")));
    }

    private static String pathId(JsonField field) throws PlanFormatException {
        String id = field.text();
        if (!PathId.isValid(id)) {
            throw field.isNot("a path id: 4 lower-case hexadecimal digits");
        }
        return id;
    }

    private static Expectation expectation(JsonField field) throws PlanFormatException {
        return switch (field.text()) {
            case "encrypted" -> Expectation.ENCRYPTED;
            case "plaintext" -> Expectation.PLAINTEXT;
            default -> throw field.isNot("\"encrypted\" or \"plaintext\"");
        };
    }

    private static Client client(JsonField client) throws PlanFormatException {
        return new Client(
                client.get("namespace").text(),
                client.get("pod").text(),
                client.get("node").text(),
                ips(client.get("ips")),
                client.get("enrolled").bool());
    }

    private static Server server(JsonField server) throws PlanFormatException {
        return new Server(
                server.get("namespace").text(),
                server.get("pod").text(),
                server.get("node").text(),
                ips(server.get("ips")),
                server.get("port").port(),
                server.get("enrolled").bool());
    }

    private static Service service(JsonField service) throws PlanFormatException {
        return new Service(
                service.get("name").text(),
                ips(service.get("ips")),
                service.get("port").port());
    }

    private static Waypoint waypoint(JsonField waypoint) throws PlanFormatException {
        return new Waypoint(ips(waypoint.get("ips")));
    }

    private static Canary canary(JsonField canary) throws PlanFormatException {
        return new Canary(
                canary.get("connections").count(),
                bodyBytes(canary.get("requestBytes")),
                bodyBytes(canary.get("responseBytes")),
                policyBytes(canary.find("policyBytes")));
    }

    private static int policyBytes(@Nullable JsonField field) throws PlanFormatException {
        return field == null ? Canary.POLICY_BYTES : field.count();
    }

    /** What is shorter than a token holds none, and nothing of it could be told on the wire. */
    private static int bodyBytes(JsonField field) throws PlanFormatException {
        return (int) field.whole(Canary.MIN_BYTES, Integer.MAX_VALUE);
    }

    private static @Nullable String egressPolicy(@Nullable JsonField field) throws PlanFormatException {
        return field == null ? null : field.orNull(JsonField::text);
    }

    private static @Nullable Handshake handshake(@Nullable JsonField field) throws PlanFormatException {
        return field == null
                ? null
                : field.orNull(handshake ->
                        new Handshake(handshake.get("mutual").bool(), spiffe(handshake), findings(handshake)));
    }

    private static @Nullable String spiffe(JsonField handshake) throws PlanFormatException {
        JsonField spiffe = handshake.find("spiffe");
        return spiffe == null ? null : spiffe.orNull(JsonField::text);
    }

    private static List<String> findings(JsonField handshake) throws PlanFormatException {
        JsonField findings = handshake.find("findings");
        return findings == null ? List.of() : findings.list(JsonField::text);
    }

    private static List<Tap> taps(JsonField field, CaptureNames names) throws PlanFormatException {
        Map<String, String> seen = new HashMap<>();
        return field.list(tap -> tap(tap, names, seen));
    }

    static Tap tap(JsonField tap, CaptureNames names, Map<String, String> seen) throws PlanFormatException {
        return new Tap(
                unique(tap.get("id"), PlanReader::notEmpty, seen),
                tap.get("node").text(),
                names.of(tap.get("file")),
                tap.get("link").text(),
                counted(tap.find("captured")),
                counted(tap.find("analysed")),
                Objects.requireNonNullElse(counted(tap.find("leftOut")), 0L),
                tap.get("kernelDropped").whole(0, Long.MAX_VALUE),
                tap.get("interfaceDropped").whole(0, Long.MAX_VALUE),
                podDevices(tap.find("podDevices")));
    }

    private static List<PodDevice> podDevices(@Nullable JsonField field) throws PlanFormatException {
        return field == null
                ? List.of()
                : field.list(device -> new PodDevice(
                        (int) device.get("index").whole(1, Integer.MAX_VALUE),
                        device.get("name").text(),
                        device.get("pods").list(JsonField::address)));
    }

    private static @Nullable Long counted(@Nullable JsonField field) throws PlanFormatException {
        return field == null ? null : Long.valueOf(field.whole(0, Long.MAX_VALUE));
    }

    private static String notEmpty(JsonField field) throws PlanFormatException {
        String text = field.text();
        if (text.isEmpty()) {
            throw field.isNot("an id");
        }
        return text;
    }

    static List<IpAddress> ips(JsonField field) throws PlanFormatException {
        return field.list(JsonField::address);
    }

    private static String unique(JsonField field, JsonField.Reading<String> reading, Map<String, String> seen)
            throws PlanFormatException {
        String id = reading.from(field);
        String earlier = seen.putIfAbsent(id, field.pointer());
        if (earlier != null) {
            throw field.isNot("unique: " + earlier + " has it too");
        }
        return id;
    }
}

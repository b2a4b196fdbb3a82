package io.ambientprober.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a canary client reported, as it wrote it.
 *
 * @param errors distinct failures of its connections, in words
 */
public record ReportedOutcome(Outcome outcome, List<String> errors) {
    /** What a termination message holds (kubernetes, api/core/v1, terminationMessagePath); clients keep to it everywhere. */
    public static final int MAX_BYTES = 4096;

    private static final JsonMapper JSON = new JsonMapper();

    public ReportedOutcome {
        errors = List.copyOf(errors);
    }

    /**
     * Reads one line of JSON.
     *
     * @param client whose report it is, for complaints
     * @param connections that it was to open
     * @throws SiteException when it is none, too long, or contradicts itself
     */
    public static ReportedOutcome parse(String client, int connections, String text) throws SiteException {
        if (text.length() > MAX_BYTES) {
            throw new SiteException(client + " reported more than " + MAX_BYTES + " characters");
        }
        ReportedOutcome reported = parse(client, text);
        Outcome outcome = reported.outcome();
        if (outcome.delivered() < 0
                || outcome.delivered() > outcome.connected()
                || outcome.connected() > connections
                || outcome.connected() == 0 && !outcome.peers().isEmpty()) {
            throw new SiteException(
                    client + " reported what cannot be, of " + connections + " connections: " + excerpt(text));
        }
        return reported;
    }

    private static ReportedOutcome parse(String client, String text) throws SiteException {
        try {
            JsonNode json = JSON.readTree(text);
            if (!json.path("connected").isInt() || !json.path("delivered").isInt()) {
                throw new SiteException(client + " reported no outcome: " + excerpt(text));
            }
            List<IpAddress> peers = new ArrayList<>();
            json.path("peers").forEach(peer -> peers.add(IpAddress.parse(peer.asText())));
            List<String> errors = new ArrayList<>();
            json.path("errors").forEach(error -> errors.add(error.asText()));
            Outcome outcome = new Outcome(
                    json.path("connected").intValue(),
                    json.path("delivered").intValue(),
                    peers,
                    reached(json.path("deniedPortReached")),
                    reached(json.path("identityPortReached")));
            return new ReportedOutcome(outcome, errors);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new SiteException(client + " reported no outcome: " + excerpt(text), e);
        }
    }

    /**
     * Why connections failed, where some did; a port that a policy holds is an error to a client, too, and no news.
     *
     * @param connections that the client was to open
     */
    public Optional<String> failures(int connections) {
        return outcome.delivered() >= connections || errors.isEmpty()
                ? Optional.empty()
                : Optional.of("its client says: " + String.join("; ", errors));
    }

    private static @Nullable Boolean reached(JsonNode json) {
        return json.isBoolean() ? json.booleanValue() : null;
    }

    private static String excerpt(String text) {
        String line = text.strip();
        return line.length() <= 200 ? line : "..." + line.substring(line.length() - 200);
    }
}

package io.ambientprober.lab.site;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ambientprober.lab.process.LabProcess;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Outcome;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.SiteException;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client under way in its pod. */
record LabClient(Client client, LabProcess process) implements ClientRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public @Nullable Outcome await(Duration timeout) throws SiteException {
        try {
            String report = process.outcome(timeout);
            return report == null || report.isBlank() ? null : read(report);
        } catch (IOException e) {
            throw new SiteException("no outcome of " + process + ": " + e.getMessage(), e);
        }
    }

    private Outcome read(String report) throws SiteException {
        try {
            JsonNode json = JSON.readTree(report);
            return new Outcome(
                    json.path("connected").intValue(),
                    json.path("delivered").intValue(),
                    peers(json.path("peers")),
                    reached(json.path("deniedPortReached")),
                    reached(json.path("identityPortReached")));
        } catch (JsonProcessingException e) {
            throw new SiteException(process + " reported no JSON: " + report, e);
        }
    }

    private static List<IpAddress> peers(JsonNode json) {
        List<IpAddress> peers = new ArrayList<>();
        json.forEach(peer -> peers.add(IpAddress.parse(peer.asText())));
        return peers;
    }

    private static @Nullable Boolean reached(JsonNode json) {
        return json.isBoolean() ? json.booleanValue() : null;
    }
}

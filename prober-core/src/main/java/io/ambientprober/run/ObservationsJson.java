package io.ambientprober.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.ambientprober.run.Agent.Observations;
import io.ambientprober.wire.Framing;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;

/** What an agent saw, on its way to the controller: the records of the evidence, as Jackson writes records. */
public final class ObservationsJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(IpAddress.class, Literal.class)
            .addMixIn(Framing.class, Kinds.class)
            .build();

    private ObservationsJson() {}

    public static byte[] bytes(Observations observations) {
        try {
            return JSON.writeValueAsBytes(observations);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records of evidence can be written", e);
        }
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IOException when it is anything else, or a part is missing
     */
    public static Observations read(byte[] json) throws IOException {
        Observations observations = JSON.readValue(json, Observations.class);
        if (observations == null || observations.evidence() == null || observations.tap() == null) {
            throw new IOException("the observations are not whole");
        }
        return observations;
    }

    /** An address is its literal. */
    @JsonIgnoreProperties({"v4"})
    private abstract static class Literal {
        @JsonCreator
        static IpAddress parse(String literal) {
            return IpAddress.parse(literal);
        }

        @Override
        @JsonValue
        public abstract String toString();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Framing.Empty.class, name = "empty"),
        @JsonSubTypes.Type(value = Framing.Unaligned.class, name = "unaligned"),
        @JsonSubTypes.Type(value = Framing.Tls.class, name = "tls"),
        @JsonSubTypes.Type(value = Framing.NotTls.class, name = "notTls")
    })
    private interface Kinds {}
}

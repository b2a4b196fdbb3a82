package io.ambientprober.cluster.mesh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.ambientprober.plan.PodName;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How ztunnel would send to pods, and which it serves, out of its {@code /config_dump} (src/admin.rs). Read as a stream, since
 * it lists every pod of the cluster, and with its certificates; unknown and odd fields are passed over.
 */
record ConfigDump(Map<PodName, String> protocols, Map<PodName, String> states) {
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * Keeps what is said of these pods.
     *
     * @throws IOException when it is no JSON object, or ends early
     */
    static ConfigDump read(InputStream json, Set<PodName> wanted) throws IOException {
        ConfigDump dump = new ConfigDump(new HashMap<>(), new HashMap<>());
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                // A list today, a map by address in releases before 1.24.
                if (field.equals("workloads") && value.isStructStart()) {
                    each(parser, wanted, dump::workload);
                } else if (field.equals("workloadState") && value.isStructStart()) {
                    each(parser, wanted, dump::state);
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("ends early");
            }
        }
        return dump;
    }

    private interface Keep {
        void keep(PodName pod, Map<String, String> texts);
    }

    private static void each(JsonParser parser, Set<PodName> wanted, Keep keep) throws IOException {
        for (JsonToken token = parser.nextToken(); token != null && !token.isStructEnd(); token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT) {
                Map<String, String> texts = texts(parser, 2);
                PodName pod = new PodName(texts.getOrDefault("namespace", ""), texts.getOrDefault("name", ""));
                if (wanted.contains(pod) && texts.getOrDefault("uid", "/Pod/").contains("/Pod/")) {
                    keep.keep(pod, texts);
                }
            } else {
                parser.skipChildren();
            }
        }
    }

    /** The texts of an object, and of the objects in it as far as {@code depth} allows. */
    private static Map<String, String> texts(JsonParser parser, int depth) throws IOException {
        Map<String, String> texts = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                texts.put(field, parser.getText());
            } else if (value == JsonToken.START_OBJECT && field.equals("info") && depth > 1) {
                texts.putAll(texts(parser, depth - 1));
            } else {
                parser.skipChildren();
            }
        }
        return texts;
    }

    private void workload(PodName pod, Map<String, String> texts) {
        String protocol = texts.get("protocol");
        if (protocol != null) {
            protocols.put(pod, protocol);
        }
    }

    private void state(PodName pod, Map<String, String> texts) {
        String state = texts.get("state");
        if (state != null) {
            states.put(pod, state);
        }
    }
}

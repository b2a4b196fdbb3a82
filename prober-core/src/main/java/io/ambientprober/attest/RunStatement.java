package io.ambientprober.attest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.plan.JsonField;
import io.ambientprober.plan.JsonFile;
import io.ambientprober.plan.JsonList;
import io.ambientprober.plan.PlanFormatException;
import io.ambientprober.report.model.Report;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is signed of a run: an in-toto Statement (version 1) over the files of its evidence, with the predicate
 * {@code https://in-toto.io/attestation/test-result/v0.1}. It follows from a report and from what is in here, and from nothing else.
 *
 * @param files all of the bundle, in their order
 * @param version of the prober that signed
 * @param vxlanPorts with which the packets were judged, beside the usual ones
 */
public record RunStatement(List<BundleFile> files, String version, List<Integer> vxlanPorts) {
    static final String TYPE = "https://in-toto.io/Statement/v1";
    static final String PREDICATE = "https://in-toto.io/attestation/test-result/v0.1";

    private static final String NAME = "the signed statement";
    /** An annotation, named as in-toto wants fields of others named: by a URI. */
    static final String BYTES = "https://ambientprober.io/attestation/bytes";

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    public RunStatement {
        files = List.copyOf(files);
        vxlanPorts = List.copyOf(vxlanPorts);
    }

    /**
     * What a payload whose signature holds says that no report does.
     *
     * @throws RefusedException when it is no statement of a run
     */
    public static RunStatement read(byte[] payload) throws RefusedException {
        try {
            JsonField root = JsonFile.parse(NAME, payload);
            require(root.get("_type"), TYPE);
            require(root.get("predicateType"), PREDICATE);
            Set<String> names = new HashSet<>();
            List<BundleFile> files = root.get("subject").list(subject -> file(subject, names));
            JsonField run = root.get("predicate").get(TestResult.RUN);
            JsonField prober = run.get("prober");
            return new RunStatement(
                    files, prober.get("version").text(), run.get("vxlanPorts").list(JsonField::port));
        } catch (PlanFormatException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void require(JsonField field, String value) throws PlanFormatException {
        if (!field.text().equals(value)) {
            throw field.isNot(value);
        }
    }

    private static BundleFile file(JsonField subject, Set<String> names) throws PlanFormatException {
        String name = subject.get("name").text();
        if (!names.add(name)) {
            throw subject.get("name").complaint("is there twice");
        }
        JsonField sha256 = subject.get("digest").get("sha256");
        if (!SHA256.matcher(sha256.text()).matches()) {
            throw sha256.isNot("a SHA-256 in hexadecimal digits");
        }
        return new BundleFile(name, subject.get("annotations").get(BYTES).natural(), sha256.text());
    }

    /** The bytes that are signed. */
    public byte[] of(Report report) {
        return json(report).toString().getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode json(Report report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("_type", TYPE);
        json.set("subject", JsonList.of(files, RunStatement::subject));
        json.put("predicateType", PREDICATE).set("predicate", new TestResult(report, this).json());
        return json;
    }

    private static ObjectNode subject(BundleFile file) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", file.name());
        json.putObject("digest").put("sha256", file.sha256());
        json.putObject("annotations").put(BYTES, file.bytes());
        return json;
    }

    /**
     * Holds a payload against what its bundle comes to.
     *
     * @return the payload
     * @throws RefusedException that names the first place where the two differ
     */
    public JsonNode same(byte[] payload, Report report) throws RefusedException {
        try {
            JsonField signed = JsonFile.parse(NAME, payload);
            JsonField judged = JsonFile.parse(NAME, of(report));
            JsonDifference.refuse(signed, judged.node());
            return signed.node();
        } catch (PlanFormatException e) {
            throw new RefusedException(String.valueOf(e.getMessage()), e);
        }
    }
}

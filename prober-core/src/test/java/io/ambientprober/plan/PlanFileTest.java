package io.ambientprober.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.plan.ProbePath.Handshake;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanFileTest {
    private final Path folder;
    private final Path file;
    private final String example;

    PlanFileTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        file = folder.resolve("plan.json");
        example = Files.readString(Path.of("src/test/resources/plan/example.json"));
    }

    @Test
    void readsTheExampleOfTheContract() throws IOException {
        Plan plan = read(example);

        assertThat(plan.run()).isEqualTo("7Z3K9QWM2TXB");
        assertThat(plan.taps()).containsExactly(new Tap("node-1", "node-1", "node-1.pcap", "LINUX_SLL2", 1234, 0, 0));
        ProbePath path = plan.paths().getFirst();
        assertThat(path.server().ips()).containsExactly(IpAddress.parse("10.1.2.2"));
        assertThat(path.waypoint()).isNull();
        assertThat(path.handshake()).isNull();
        assertThat(path.outcome())
                .isEqualTo(new CanaryOutcome(4, 4, List.of(IpAddress.parse("10.96.0.10")), false, true));
    }

    @Test
    void roundTripsPlansOfEveryShape() throws IOException {
        RandomPlans plans = new RandomPlans(15008);
        for (int i = 0; i < 300; i++) {
            Plan plan = plans.next();
            PlanFile.write(plan, file);
            assertThat(PlanFile.read(file)).isEqualTo(plan);
        }
    }

    @Test
    void readsWhichFilesATapHas() throws IOException {
        Files.createDirectories(folder.resolve("ring/folder.pcap9"));
        for (String name : List.of("b.pcap10", "b.pcap2", "b.pcap1", ".b.pcap3", "b[1].pcap", "b1.pcap")) {
            Files.createFile(folder.resolve("ring").resolve(name));
        }
        Files.createFile(folder.resolve("c.pcap1"));

        assertThat(files("\"ring/*.pcap*\""))
                .containsExactly("ring/b.pcap1", "ring/b.pcap10", "ring/b.pcap2", "ring/b1.pcap", "ring/b[1].pcap");
        assertThat(files("\"c.pcap{1,2}\"")).containsExactly("c.pcap1");
        assertThat(files("\"ring/b[1].pcap\"")).containsExactly("ring/b[1].pcap");
        assertThat(files("[\"z\", \"*\"]")).containsExactly("z", "*");
        assertThat(files("[\"z\"]")).containsExactly("z");
    }

    @Test
    void aTapHasSoManyFilesAndNoMore() throws IOException {
        String names = IntStream.range(0, 4097).mapToObj(i -> "\"" + i + "\"").collect(Collectors.joining(","));

        assertThat(files("[" + names.replace(",\"4096\"", "") + "]")).hasSize(4096);
        assertThatThrownBy(() -> files("[" + names + "]"))
                .hasMessage(file
                        + ": /taps/0/file: names more than 4096 files; join some of them, with mergecap for example");
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i <= 4096; i++) {
            Files.createFile(many.resolve("a" + i));
        }
        assertThatThrownBy(() -> files("\"many/a*\"")).hasMessageContaining("names more than 4096 files");
        assertThat(files("\"many/a[12]*\"")).hasSize(2 * 1111);
    }

    @Test
    void ignoresUnknownFields() throws IOException {
        String more = example.replaceFirst("\"version\"", "\"x\": {\"y\": [1, null]}, \"version\"");

        assertThat(read(more)).isEqualTo(read(example));
    }

    @Test
    void policiesAreFalseUnlessThePlanSaysSo() throws IOException {
        assertThat(read(example.replace("\"policies\": true,", "")).policies()).isFalse();
        assertThat(read(example).policies()).isTrue();
    }

    @Test
    void readsAHandshake() throws IOException {
        assertThat(handshake("{\"mutual\": true, \"spiffe\": \"spiffe://a/ns/b/sa/c\"}"))
                .isEqualTo(new Handshake(true, "spiffe://a/ns/b/sa/c"));
        assertThat(handshake("{\"mutual\": false, \"spiffe\": null}")).isEqualTo(new Handshake(false, null));
        assertThat(handshake("{\"mutual\": false}")).isEqualTo(new Handshake(false, null));
        assertThat(handshake("{\"mutual\": true, \"findings\": [\"a\", \"b\"]}"))
                .isEqualTo(new Handshake(true, null, List.of("a", "b")));
        assertThat(handshake("null")).isNull();
        assertThatThrownBy(() -> handshake("{}")).hasMessage(file + ": /paths/0/handshake/mutual: is missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "version": 1          | "version": 2            | /version: 2 is not a version that this prober reads, which is 1
            "version": 1          | "version": 1.0          | /version: 1.0 is not a whole number
            7Z3K9QWM2TXB          | 7Z3K9QWM2TX             | /run: "7Z3K9QWM2TX" is not a run key: 12 characters of Crockford base32
            7Z3K9QWM2TXB          | 7Z3K9QWM2TXU            | /run: "7Z3K9QWM2TXU" is not a run key: 12 characters of Crockford base32
            "hbonePort": 15008    | "hbonePort": 65536      | /hbonePort: 65536 is not between 1 and 65535
            "hbonePort": 15008    | "hbonePort": 0          | /hbonePort: 0 is not between 1 and 65535
            "hbonePort": 15008    | "hbonePort": 1e4        | /hbonePort: 10000.0 is not a whole number
            "policies": true      | "policies": null        | /policies: null is not true or false
            "id": "0001"          | "id": "00A1"            | /paths/0/id: "00A1" is not a path id: 4 lower-case hexadecimal digits
            "expect": "encrypted" | "expect": "ENCRYPTED"   | /paths/0/expect: "ENCRYPTED" is not "encrypted" or "plaintext"
            "10.1.1.2"            | "10.1.1.2", "10.1.1"    | /paths/0/client/ips/1: "10.1.1" is not an IP address
            "10.1.1.2"            | "10.1.1.02"             | /paths/0/client/ips/0: "10.1.1.02" is not an IP address
            "10.1.1.2"            | "10.1.1.256"            | /paths/0/client/ips/0: "10.1.1.256" is not an IP address
            "10.1.1.2"            | "[::1]"                 | /paths/0/client/ips/0: "[::1]" is not an IP address
            "10.1.1.2"            | "fe80::1%eth0"          | /paths/0/client/ips/0: "fe80::1%eth0" is not an IP address
            "10.1.1.2"            | "localhost"             | /paths/0/client/ips/0: "localhost" is not an IP address
            "connections": 4      | "connections": -1       | /paths/0/canary/connections: -1 is not between 0 and 2147483647
            "requestBytes": 16384 | "requestBytes": 31      | /paths/0/canary/requestBytes: 31 is not between 32 and 2147483647
            "responseBytes": 16384 | "responseBytes": 0     | /paths/0/canary/responseBytes: 0 is not between 32 and 2147483647
            "delivered": 4        | "delivered": 9876543210 | /paths/0/outcome/delivered: 9876543210 is not between 0 and 2147483647
            "captured": 1234      | "captured": 1e999999999 | /taps/0/captured: "Infinity" is not a whole number
            "captured": 1234      | "captured": 99999999999999999999 | /taps/0/captured: 99999999999999999999 is not between 0 and 9223372036854775807
            "file": "node-1.pcap" | "file": "\\u0000"       | /taps/0/file: "\\u0000" is not a file name
            "file": "node-1.pcap" | "file": ""              | /taps/0/file: "" is not a file name
            "file": "node-1.pcap" | "file": []              | /taps/0/file: names no file
            "file": "node-1.pcap" | "file": ["a", ""]       | /taps/0/file/1: "" is not a file name
            "file": "node-1.pcap" | "file": ["a", ["b"]]    | /taps/0/file/1: an array is not a string
            "file": "node-1.pcap" | "file": ["a", "b", "a"] | /taps/0/file/2: "a" is in the list twice
            "file": "node-1.pcap" | "file": {"a": 1}        | /taps/0/file: an object is not a string
            "file": "node-1.pcap" | "file": "node-?.pcap"   | /taps/0/file: "node-?.pcap" matches no file
            "file": "node-1.pcap" | "file": "*.pcap{,1}"    | /taps/0/file: "*.pcap{,1}" matches no file
            "file": "node-1.pcap" | "file": "x/*.pcap"      | /taps/0/file: "x/*.pcap" matches no file
            "file": "node-1.pcap" | "file": "/tmp/*"        | /taps/0/file: "/tmp/*" is not a glob of files in the plan's folder, or in a folder in it
            "file": "node-1.pcap" | "file": "../*"          | /taps/0/file: "../*" is not a glob of files in the plan's folder, or in a folder in it
            "file": "node-1.pcap" | "file": "x/../../*"     | /taps/0/file: "x/../../*" is not a glob of files in the plan's folder, or in a folder in it
            "file": "node-1.pcap" | "file": "*/a.pcap"      | /taps/0/file: "*/a.pcap" is not a glob of files in the plan's folder, or in a folder in it
            "file": "node-1.pcap" | "file": "a[.pcap"       | /taps/0/file: "a[.pcap" is not a glob
            "connected": 4        | "connected": 5          | /paths/0/outcome/connected: 5 is more than the 4 connections of the canary
            "connected": 4        | "connected": 3          | /paths/0/outcome/delivered: 4 is more than the 3 connected
            "connected": 4, "delivered": 4 | "connected": 0, "delivered": 0 | /paths/0/outcome/peers: peers were shown, and nothing was connected
            "policies": true      | "policies": false       | /paths/0/outcome/deniedPortReached: a policy port was tried, and the plan's policies are false
            "waypoint": null      | "waypoint": {"ips": ["10.1.9.9", "10.1.1.2"]} | /paths/0/waypoint/ips/1: the waypoint 10.1.1.2 is the client or the server of its own path
            "waypoint": null      | "waypoint": {"ips": ["10.1.2.2"]} | /paths/0/waypoint/ips/0: the waypoint 10.1.2.2 is the client or the server of its own path
            "waypoint": null      | "waypoint": {"ips": ["10.96.0.10"]} | /paths/0/waypoint/ips/0: 10.96.0.10 is an address of a waypoint's pod, and of a Service at /paths/0/service/ips/0
            "10.1.2.2"            | "10.1.1.2"              | /paths/0/server/ips/0: 10.1.1.2 is an address of pod probe-b/server-node-2 on node node-2, and of pod probe-a/client-0001 on node node-1 at /paths/0/client/ips/0
            "10.96.0.10"          | "10.1.2.2"              | /paths/0/service/ips/0: 10.1.2.2 is an address of a Service, and of pod probe-b/server-node-2 on node node-2 at /paths/0/server/ips/0
            "waypoint": null      | "waypoint": "10.0.0.1"  | /paths/0/waypoint: "10.0.0.1" is not an object
            """)
    void saysWhereAndWhy(String valid, String broken, String complaint) {
        assertThat(example).contains(valid);
        assertThatThrownBy(() -> read(example.replace(valid, broken)))
                .isInstanceOf(PlanFormatException.class)
                .hasMessage(file + ": " + complaint);
    }

    /** Whichever of the two the plan names first. */
    @Test
    void anAddressOfAWaypointThatALaterPathHasForAService() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode plan = (ObjectNode) mapper.readTree(example);
        ObjectNode first = (ObjectNode) plan.get("paths").get(0);
        ObjectNode second = first.deepCopy();
        second.put("id", "0002");
        first.putNull("service");
        first.putObject("waypoint").putArray("ips").add("10.1.9.9").add("10.96.0.10");
        ((ArrayNode) plan.get("paths")).add(second);

        assertThatThrownBy(() -> read(plan.toString()))
                .isInstanceOf(PlanFormatException.class)
                .hasMessage(
                        file
                                + ": /paths/1/service/ips/0: 10.96.0.10 is an address of a Service, and of a waypoint's pod at /paths/0/waypoint/ips/1");
    }

    /** What it sent would be looked for in the capture of the one that is named last. */
    @Test
    void aPodOnTwoNodes() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode plan = (ObjectNode) mapper.readTree(example);
        ObjectNode second = plan.get("paths").get(0).deepCopy();
        second.put("id", "0002");
        ((ObjectNode) second.get("client")).put("node", "node-2");
        ((ArrayNode) plan.get("paths")).add(second);

        assertThatThrownBy(() -> read(plan.toString()))
                .isInstanceOf(PlanFormatException.class)
                .hasMessage(file + ": /paths/1/client/ips/0: 10.1.1.2 is an address of pod probe-a/client-0001 on node"
                        + " node-2, and of pod probe-a/client-0001 on node node-1 at /paths/0/client/ips/0");
    }

    @Test
    void nothingWasTriedWherePoliciesAreSaidToBeFalse() throws IOException {
        String untried = example.replace("\"deniedPortReached\": false", "\"deniedPortReached\": null");
        assertThatThrownBy(() -> read(untried.replace("\"policies\": true", "\"policies\": false")))
                .hasMessage(
                        file
                                + ": /paths/0/outcome/identityPortReached: a policy port was tried, and the plan's policies are false");
        assertThat(read(untried.replace("\"policies\": true,", "")).policies()).isFalse();
    }

    /** One that is read twice would hold twice as many packets as were captured. */
    @Test
    void aFileOfSeveralNamesIsOne() throws IOException {
        Files.createFile(folder.resolve("a.pcap1"));
        Files.createSymbolicLink(folder.resolve("a.pcap"), Path.of("a.pcap1"));
        Files.createFile(folder.resolve("a.pcap2"));

        assertThat(files("\"a.pcap*\"")).containsExactly("a.pcap", "a.pcap2");
        assertThatThrownBy(() -> files("[\"a.pcap1\", \"a.pcap2\", \"./a.pcap1\"]"))
                .hasMessage(file + ": /taps/0/file/2: \"./a.pcap1\" is in the list twice");
        assertThatThrownBy(() -> files("[\"a.pcap1\", \"a.pcap\"]"))
                .hasMessage(file + ": /taps/0/file/1: \"a.pcap\" is in the list twice");
    }

    @Test
    void halfACharacterIsNoText() {
        assertThatThrownBy(() -> read(example.replace("client-0001", "\\ud800")))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageStartingWith(file + ": /paths/0/client/pod: ")
                .hasMessageEndingWith(" is not well-formed Unicode text");
    }

    @Test
    void idsAreUnique() {
        String path = example.substring(example.indexOf("{\n   \"id\""), example.indexOf("],\n \"taps\""));
        String tap = example.substring(example.indexOf("{\"id\": \"node-1\""), example.lastIndexOf("]"));

        assertThatThrownBy(() -> read(example.replace(path, path + ", " + path)))
                .hasMessage(file + ": /paths/1/id: \"0001\" is not unique: /paths/0/id has it too");
        assertThatThrownBy(() -> read(example.replace(tap, tap + ", " + tap)))
                .hasMessage(file + ": /taps/1/id: \"node-1\" is not unique: /taps/0/id has it too");
    }

    @Test
    void aKeyThatComesTwiceIsAnError() {
        assertThatThrownBy(() -> read(example.replace("\"expect\"", "\"name\": \"b\", \"expect\"")))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageStartingWith(file + ": /paths/0/name: line ")
                .hasMessageContaining("Duplicate field 'name'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "{",
                "[",
                "{\"version\": 1",
                "\u0000",
                "\ufeff",
                "plan",
                "{} {}",
                "{\"a\": tru}",
                "{'a': 1}"
            })
    void whatIsNotOneJsonValueIsNoPlan(String text) {
        assertOneLineOfPlanFormat(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"plan\""})
    void whatIsNoObjectIsNoPlan(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(PlanFormatException.class)
                .hasMessageEndingWith(" is not an object");
    }

    @Test
    void trailingTextIsAnError() {
        assertOneLineOfPlanFormat(example + "x");
        assertOneLineOfPlanFormat(example + "{}");
    }

    @Test
    void depthAndLengthAreBounded() {
        assertOneLineOfPlanFormat("[".repeat(100_000));
        assertOneLineOfPlanFormat("{\"a\":".repeat(100_000));
        assertOneLineOfPlanFormat("{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}");
        assertOneLineOfPlanFormat("{\"version\":" + "1".repeat(100_000) + "}");
        assertOneLineOfPlanFormat("{\"" + "a".repeat(1_000_000) + "\":1}");
    }

    @Test
    void anyCutOfAPlanIsNoPlan() throws IOException {
        String whole = example.strip();
        for (int end = 0; end < whole.length(); end += 7) {
            assertOneLineOfPlanFormat(whole.substring(0, end));
        }
    }

    @Test
    void bytesThatAreNoUtf8AreNoPlan() throws IOException {
        Files.write(file, new byte[] {'{', '"', (byte) 0xC3, 0x28, '"', ':', '1', '}'});
        assertThatThrownBy(() -> PlanFile.read(file)).isInstanceOf(PlanFormatException.class);
        Files.write(file, new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF, 0x7F, 0x7F, 0x7F, 0x7F});
        assertThatThrownBy(() -> PlanFile.read(file)).isInstanceOf(PlanFormatException.class);
    }

    @Test
    void unreadableFilesAreNoPlans() throws IOException {
        assertThatThrownBy(() -> PlanFile.read(file))
                .isInstanceOf(PlanFormatException.class)
                .hasMessage(file + ": no such file");
        assertThatThrownBy(() -> PlanFile.read(folder)).hasMessage(folder + ": is a folder, not a file");
        try (var large = Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            large.position(JsonFile.MAX_BYTES);
            large.write(ByteBuffer.allocate(1));
        }
        assertThatThrownBy(() -> PlanFile.read(file)).hasMessage(file + ": is larger than 64 MiB");
    }

    private Plan read(String json) throws IOException {
        Files.writeString(file, json);
        return PlanFile.read(file);
    }

    private List<String> files(String json) throws IOException {
        return read(example.replace("\"file\": \"node-1.pcap\"", "\"file\": " + json))
                .taps()
                .getFirst()
                .files();
    }

    private @Nullable Handshake handshake(String json) throws IOException {
        return read(example.replace("\"waypoint\": null", "\"handshake\": " + json + ", \"waypoint\": null"))
                .paths()
                .getFirst()
                .handshake();
    }

    private void assertOneLineOfPlanFormat(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(PlanFormatException.class)
                .message()
                .startsWith(file + ": ")
                .hasSizeLessThan(700)
                .doesNotContain("\n", "\r");
    }
}

package io.ambientprober.traffic;

import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.traffic.Scenario.Story;
import io.ambientprober.traffic.Tls12.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** TLS on the HBONE port of every kind that is judged by its handshake, or by what stands in its records. */
public final class TlsScenarios {
    private static final String NOT_JUDGED = "; NOT_JUDGED not-encrypted; NOT_JUDGED not-tried";
    private static final String PASS = "PASS hbone; PASS service; PASS enforced";
    private static final String CLEAR = "FAIL plaintext-masked; NOT_JUDGED not-encrypted; WARN masking";

    private TlsScenarios() {}

    public static List<Scenario> all() {
        List<Scenario> scenarios = new ArrayList<>();
        weak(scenarios);
        protocols(scenarios);
        certificates(scenarios);
        readable(scenarios);
        return scenarios;
    }

    private static void weak(List<Scenario> scenarios) {
        int[] suites = {0x0001, 0x003B, 0x0034, 0x0017, 0x0062, 0xC007, 0x0009, 0xC008, 0x000A, 0x0025, 0xC016};
        for (int suite : suites) {
            scenarios.add(encrypted(
                    "weak suite %04x".formatted(suite), Terms.USUAL.suite(suite), "FAIL weak-tls" + NOT_JUDGED));
        }
        for (int version : new int[] {0x0300, 0x0301, 0x0302}) {
            scenarios.add(encrypted(
                    "old version %04x".formatted(version), Terms.USUAL.version(version), "FAIL weak-tls" + NOT_JUDGED));
        }
        for (int suite : new int[] {0xC02B, 0xC030, 0xC02C, 0x009C}) {
            scenarios.add(encrypted("good suite %04x".formatted(suite), Terms.USUAL.suite(suite), PASS));
        }
        for (int suite : new int[] {0xC027, 0x002F, 0xFACE}) {
            scenarios.add(encrypted(
                    "suite whose records tell no length %04x".formatted(suite),
                    Terms.USUAL.suite(suite),
                    "INCONCLUSIVE unaccounted; PASS service; NOT_JUDGED not-tried"));
        }
    }

    private static void protocols(List<Scenario> scenarios) {
        String notHbone = "FAIL not-hbone" + NOT_JUDGED;
        List<String> both = List.of("h2", "http/1.1");
        scenarios.add(encrypted("both offered, h2 chosen", Terms.USUAL.alpn(both, List.of("h2")), PASS));
        scenarios.add(encrypted("both offered, none chosen", Terms.USUAL.alpn(both, List.of()), PASS));
        scenarios.add(
                encrypted("both offered, the other chosen", Terms.USUAL.alpn(both, List.of("http/1.1")), notHbone));
        scenarios.add(encrypted("h2 in the end offered", Terms.USUAL.alpn(both.reversed(), List.of("h2")), PASS));
        scenarios.add(encrypted("nothing offered", Terms.USUAL.alpn(List.of(), List.of()), notHbone));
        scenarios.add(encrypted("h2c offered", Terms.USUAL.alpn(List.of("h2c"), List.of()), notHbone));
    }

    private static void certificates(List<Scenario> scenarios) {
        scenarios.add(encrypted("not mutual", Terms.USUAL.mutual(false), "FAIL not-mutual" + NOT_JUDGED));
        scenarios.add(encrypted("mutual", Terms.USUAL, PASS));
        for (boolean ticket : new boolean[] {false, true}) {
            scenarios.add(new Scenario(
                    "resumed by " + (ticket ? "ticket" : "id"),
                    each((stage, flow) -> {
                        Tls12.resumed(flow, Terms.USUAL.mutual(false), ticket, stage.random);
                        Tls12.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                    }),
                    TlsScenarios::delivered,
                    PASS));
        }
    }

    /** Suites that only check integrity, and one that claims to encrypt and does not: whatever the size of records. */
    private static void readable(List<Scenario> scenarios) {
        int[][] suites = {{0x0000, 0}, {0x0001, 16}, {0xC006, 20}, {0x003B, 32}, {0xC03B, 48}, {0xC02F, 0}};
        for (int[] suite : suites) {
            for (int most : new int[] {1, 27, 31, 100, 16_000}) {
                scenarios.add(new Scenario(
                        "suite %04x, readable, %d bytes a record".formatted(suite[0], most),
                        each((stage, flow) -> {
                            Tls12.handshake(flow, Terms.USUAL.suite(suite[0]), stage.random);
                            inRecords(stage, flow, most, suite[1]);
                        }),
                        TlsScenarios::delivered,
                        CLEAR));
            }
        }
        for (int tag : new int[] {32, 48}) {
            int suite = tag == 32 ? 0xC0B4 : 0xC0B5;
            scenarios.add(new Scenario(
                    "TLS 1.3 for integrity only, tags of %d".formatted(tag),
                    each((stage, flow) -> {
                        Hbone.handshake(flow, Hbone.X25519, List.of("h2"), suite, stage.random);
                        inRecords(stage, flow, 27, 1 + tag);
                    }),
                    TlsScenarios::delivered,
                    CLEAR));
            scenarios.add(new Scenario(
                    "TLS 1.3 that claims to encrypt, and tags of %d".formatted(tag == 32 ? 16 : 17),
                    each((stage, flow) -> {
                        Hbone.handshake(flow, stage.random);
                        inRecords(stage, flow, 27, tag == 32 ? 16 : 17);
                    }),
                    TlsScenarios::delivered,
                    CLEAR));
            scenarios.add(new Scenario(
                    "older than the capture, for integrity only, tags of %d".formatted(tag),
                    stage -> inRecords(stage, stage.toServer(), 27, tag),
                    TlsScenarios::delivered,
                    CLEAR));
        }
    }

    private static void inRecords(Stage stage, Flow flow, int most, int trailer) {
        flow.request(Tls12.readable(Canaries.request(Stage.RUN, Stage.PATH, 1, 1000), most, trailer, stage.random));
        flow.response(Tls12.readable(Canaries.response(Stage.RUN, Stage.PATH, 1, 1000), most, trailer, stage.random));
    }

    private static Scenario encrypted(String name, Terms terms, String expected) {
        return new Scenario(
                name,
                each((stage, flow) -> {
                    Tls12.handshake(flow, terms, stage.random);
                    Tls12.canary(flow, Stage.BYTES, Stage.BYTES, stage.random);
                }),
                TlsScenarios::delivered,
                expected);
    }

    private static Story each(BiConsumer<Stage, Flow> canary) {
        return stage -> {
            for (int i = 0; i < Stage.CONNECTIONS; i++) {
                Flow flow = stage.toServer().open();
                canary.accept(stage, flow);
                flow.close();
            }
        };
    }

    private static CanaryOutcome delivered(Stage stage) {
        return new CanaryOutcome(Stage.CONNECTIONS, Stage.CONNECTIONS, List.of(stage.service), false, true);
    }
}

package io.ambientprober.agent.capture;

import static io.ambientprober.agent.capture.CountedNode.CLIENT;
import static io.ambientprober.agent.capture.CountedNode.SECRET;
import static io.ambientprober.agent.capture.CountedNode.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.flow.FlowCount;
import io.ambientprober.flow.Looks;
import io.ambientprober.flow.NodeFlows;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real connections between two pods of a node that routes to each by a device of its own. */
@Tag("root")
final class FlowCaptureTest {
    private static final String SERVICE = "10.96.0.7";

    @SuppressWarnings("NullAway.Init") // set before each test
    private CountedNode node;

    @BeforeEach
    void connect() throws IOException {
        node = CountedNode.open();
    }

    @AfterEach
    void remove() throws IOException {
        node.close();
    }

    private void say(String address, int port) throws Exception {
        CountedNode.say(node.client(), address, port);
    }

    private static void isALeak(FlowCount count) {
        assertThat(count)
                .extracting(FlowCount::client, FlowCount::server, FlowCount::port)
                .containsExactly(IpAddress.parse(CLIENT), IpAddress.parse(SERVER), 8080);
        assertThat(count.traffic().connections()).isOne();
        assertThat(count.traffic().bytes()).isEqualTo(2L * SECRET.length);
        assertThat(count.looks()).isEqualTo(new Looks(1, 0, 0));
        assertThat(count.established()).isOne();
        assertThat(count.ownDevice()).isOne();
    }

    @Test
    void plaintextBetweenPodsIsOfTheClientsOwnDevice() throws Exception {
        node.listen(8080);
        NodeFlows flows = node.counted(() -> say(SERVER, 8080));

        assertThat(flows.counts()).singleElement().satisfies(FlowCaptureTest::isALeak);
        assertThat(flows.dropped()).isZero();
        assertThat(flows.packets()).isPositive();
        assertThat(flows.blind()).containsExactly(IpAddress.parse("10.88.0.9"));
    }

    @Test
    void plaintextThroughAServiceIsOfTheClientsOwnDevice() throws Exception {
        node.translate(
                "PREROUTING",
                "-d",
                SERVICE,
                "-p",
                "tcp",
                "--dport",
                "80",
                "-j",
                "DNAT",
                "--to-destination",
                SERVER + ":8080");
        node.listen(8080);

        assertThat(node.counted(() -> say(SERVICE, 80)).counts())
                .singleElement()
                .satisfies(FlowCaptureTest::isALeak);
    }

    @Test
    void whatGoesToThePortOfHboneIsNotPastIt() throws Exception {
        node.listen(15008);

        assertThat(node.counted(() -> say(SERVER, 15008)).counts())
                .singleElement()
                .satisfies(count -> {
                    assertThat(count.port()).isEqualTo(15008);
                    assertThat(count.traffic().connections()).isOne();
                    assertThat(count.looks()).isEqualTo(Looks.NONE);
                    assertThat(count.ownDevice()).isZero();
                });
    }

    @Test
    void ofQuietPodsTheCountsOwnKnocksShowThatItSees() throws Exception {
        NodeFlows flows = node.counted(() -> {});

        assertThat(flows.counts()).isEmpty();
        assertThat(flows.packets()).isPositive();
        assertThat(flows.blind()).doesNotContain(IpAddress.parse(CLIENT), IpAddress.parse(SERVER));
    }
}

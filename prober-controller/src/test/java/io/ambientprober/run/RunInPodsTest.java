package io.ambientprober.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ambientprober.canary.Canary;
import io.ambientprober.canary.CanaryOrder;
import io.ambientprober.canary.CanaryOutcome;
import io.ambientprober.canary.PathId;
import io.ambientprober.concurrent.Deadline;
import io.ambientprober.concurrent.Parallel;
import io.ambientprober.plan.ProbePath;
import io.ambientprober.plan.ProbePath.Client;
import io.ambientprober.plan.ProbePath.Server;
import io.ambientprober.plan.ProbePath.Service;
import io.ambientprober.run.Coverage.Route;
import io.ambientprober.run.Coverage.Turn;
import io.ambientprober.run.Site.ClientPlace;
import io.ambientprober.run.Site.ClientRun;
import io.ambientprober.run.Site.Ready;
import io.ambientprober.run.Site.ServerOrder;
import io.ambientprober.run.Site.ServerPlace;
import io.ambientprober.run.Site.Way;
import io.ambientprober.run.Site.Zone;
import io.ambientprober.wire.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunInPodsTest {
    private static final ClientPlace CART = new ClientPlace("in shop/cart", "node-1", Zone.MESH);
    private static final ClientPlace DB = new ClientPlace("in shop/db", "node-2", Zone.MESH);
    private static final CanaryOutcome NOTHING = new CanaryOutcome(0, 0, List.of(), null, null);
    private static final CanaryOutcome ALL = new CanaryOutcome(4, 4, List.of(IpAddress.parse("10.96.0.1")), null, null);

    private final Map<ClientPlace, FakePod> pods = new HashMap<>();
    private final List<RunEvent> events = new ArrayList<>();

    /** Says of every order the same. */
    private static final class FakePod implements InPod {
        private final CanaryOutcome outcome;
        private final List<List<CanaryOrder>> sent = new ArrayList<>();
        private boolean gone;

        FakePod(CanaryOutcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public Client client() {
            return new Client("shop", "cart", "node-1", List.of(IpAddress.parse("10.1.1.5")), true);
        }

        @Override
        public List<CanaryOutcome> send(List<CanaryOrder> orders, Duration timeout) throws SiteException {
            sent.add(orders);
            if (gone) {
                throw new SiteException("pod shop/cart went away meanwhile");
            }
            return orders.stream().map(order -> outcome).toList();
        }

        @Override
        public Optional<String> egressPolicy() {
            return Optional.of("NetworkPolicy shop/deny");
        }
    }

    @Test
    void each_pod_is_sent_all_of_its_orders_at_once_and_the_paths_keep_the_order_of_the_drafts() throws Exception {
        pods.put(CART, new FakePod(ALL));
        pods.put(DB, new FakePod(ALL));

        List<ProbePath> paths = call(draft(1, CART), draft(2, CART), draft(3, DB), draft(4, DB));

        assertThat(paths).extracting(ProbePath::id).containsExactly("0001", "0002", "0003", "0004");
        assertThat(paths).allSatisfy(path -> {
            assertThat(path.outcome()).isEqualTo(ALL);
            assertThat(path.egressPolicy()).isNull();
        });
        assertThat(cart().sent)
                .singleElement()
                .satisfies(orders -> assertThat(orders).hasSize(2));
    }

    @Test
    void where_nothing_was_delivered_a_policy_of_the_pod_may_be_why() throws Exception {
        pods.put(CART, new FakePod(NOTHING));

        assertThat(call(draft(1, CART)))
                .singleElement()
                .extracting(ProbePath::egressPolicy)
                .isEqualTo("NetworkPolicy shop/deny");
    }

    @Test
    void a_pod_that_cannot_be_used_is_a_path_without_an_outcome_and_ends_nothing() throws Exception {
        pods.put(CART, new FakePod(ALL));
        pods.put(DB, new FakePod(ALL));
        cart().gone = true;

        List<ProbePath> paths = call(draft(1, CART), draft(2, DB));

        assertThat(paths.get(0).outcome()).isNull();
        assertThat(paths.get(1).outcome()).isEqualTo(ALL);
        assertThat(events).anySatisfy(event -> assertThat(event.toString()).contains("went away"));
    }

    @Test
    void they_are_sent_between_the_controls_to_the_server_of_their_node_and_to_the_next() {
        List<String> nodes = List.of("node-1", "node-2", "node-3");
        Coverage ring = Coverage.ring(nodes, EnumSet.allOf(Way.class), true);

        Coverage coverage = ring.with(List.of(DB), nodes);

        List<Route> routes = coverage.routes();
        assertThat(routes.stream().filter(route -> route.turn() == Turn.IN_POD))
                .extracting(Route::server)
                .containsExactly("server-1", "server-2");
        assertThat(routes.stream().map(Route::turn)).isSorted();
        assertThat(coverage.clients()).isEqualTo(ring.clients());
    }

    @Test
    void on_a_single_node_there_is_one_server() {
        Coverage ring = Coverage.ring(List.of("node-1"), EnumSet.allOf(Way.class), true);

        assertThat(ring.with(List.of(CART), List.of("node-1")).routes())
                .filteredOn(route -> route.turn() == Turn.IN_POD)
                .hasSize(1);
    }

    private FakePod cart() {
        return Objects.requireNonNull(pods.get(CART));
    }

    private List<ProbePath> call(PathDraft... drafts) throws SiteException {
        Ready ready = new Ready() {
            @Override
            public List<ServerPlace> servers() {
                return List.of();
            }

            @Override
            public Agent startAgent(String node, Duration timeout) {
                throw new UnsupportedOperationException();
            }

            @Override
            public ClientRun startClient(ClientPlace place, CanaryOrder order, Duration timeout) {
                throw new UnsupportedOperationException();
            }

            @Override
            public InPod inPod(ClientPlace place) {
                return Objects.requireNonNull(pods.get(place));
            }
        };
        Deadline deadline = new Deadline(System::nanoTime, Duration.ofMinutes(1));
        return new RunInPods(
                        ready,
                        RunOptions.USUAL,
                        deadline,
                        new Parallel<>(2, SiteException::interrupted),
                        new RunNotes(events::add),
                        RunInPodsTest::order)
                .call(List.of(drafts));
    }

    private static CanaryOrder order(PathDraft draft) {
        return new CanaryOrder(
                "7Z3K9QWM2TXB",
                draft.id(),
                draft.target(),
                draft.port(),
                null,
                draft.canary(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }

    private static PathDraft draft(int id, ClientPlace place) {
        IpAddress vip = IpAddress.parse("10.96.0.1");
        Service service = new Service("server", List.of(vip), 80);
        Server server = new Server("mesh", "server", "node-1", List.of(IpAddress.parse("10.1.1.9")), 8080, true);
        ServerPlace to = new ServerPlace(new ServerOrder("server-0", "node-1", Zone.MESH), server, service, null);
        return new PathDraft(
                new PathId(id),
                place.name(),
                new Route(place.name(), place, "server-0", Way.SERVICE, Turn.IN_POD),
                to,
                service,
                vip,
                80,
                new Canary(4, 16_384, 16_384));
    }
}

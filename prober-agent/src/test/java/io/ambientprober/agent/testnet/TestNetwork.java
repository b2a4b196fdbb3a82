package io.ambientprober.agent.testnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Network namespaces of one test. Nothing of the machine's own network is touched, and {@link #close()} removes everything. */
public final class TestNetwork implements AutoCloseable {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private final String prefix = "agent-test-" + ProcessHandle.current().pid() + "-" + NEXT.incrementAndGet() + "-";
    private final List<Place> places = new ArrayList<>();

    /** A new namespace with nothing in it but its loopback device. */
    public Place place(String name) throws IOException {
        Place place = new Place(prefix + name);
        ip("netns", "add", place.name());
        places.add(place);
        place.ip("link", "set", "lo", "up");
        return place;
    }

    /**
     * Two namespaces with a veth between them, {@code eth0} in both, that know each other's hardware address: 10.77.0.1 and
     * fd77::1 in the first, 10.77.0.2 and fd77::2 in the second.
     */
    public Pair pair() throws IOException {
        Pair pair = new Pair(place("a"), place("b"));
        pair.connect("eth0", 77);
        return pair;
    }

    /** Two places, and the devices between them. */
    public record Pair(Place a, Place b) {
        /** A veth; of the network 10.{@code net}.0.0/24 and fd{@code net}::/64. */
        public void connect(String device, int net) throws IOException {
            TestNetwork.ip(
                    "link",
                    "add",
                    device,
                    "address",
                    mac(net, 1),
                    "netns",
                    a.name(),
                    "type",
                    "veth",
                    "peer",
                    "name",
                    device,
                    "address",
                    mac(net, 2),
                    "netns",
                    b.name());
            configure(device, net);
        }

        /** Addresses and neighbours for a device that both have. */
        public void configure(String device, int net) throws IOException {
            for (int side = 1; side <= 2; side++) {
                Place place = side == 1 ? a : b;
                int other = 3 - side;
                place.ip("link", "set", device, "address", mac(net, side), "up");
                place.ip("addr", "add", "10." + net + ".0." + side + "/24", "dev", device);
                place.ip("-6", "addr", "add", "fd" + net + "::" + side + "/64", "dev", device, "nodad");
                place.ip("neigh", "add", "10." + net + ".0." + other, "lladdr", mac(net, other), "dev", device);
                place.ip("-6", "neigh", "add", "fd" + net + "::" + other, "lladdr", mac(net, other), "dev", device);
            }
        }

        private static String mac(int net, int side) {
            return "02:00:00:00:%02x:%02x".formatted(net, side);
        }
    }

    static void ip(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(words));
        run(command);
    }

    static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() throws IOException {
        for (Place place : places) {
            ip("netns", "delete", place.name());
        }
    }
}

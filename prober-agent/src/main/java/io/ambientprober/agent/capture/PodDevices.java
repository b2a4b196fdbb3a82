package io.ambientprober.agent.capture;

import io.ambientprober.plan.PodDevice;
import io.ambientprober.wire.IpAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which devices of a node lead to one pod alone: one end of a pair whose other end is elsewhere, to which the main routing table leads
 * single addresses and nothing else. Calico, kindnet, GKE and EKS make such; on a bridge, or where eBPF routes, there are none, and
 * nothing is known.
 *
 * <p>Used by one thread. What was learned once stays: indexes are given once, and pods end before a capture does.
 */
final class PodDevices {
    /** Of a device; nodes that made more have none of which anything is known. */
    private static final int MAX_INDEX = 1 << 20;

    private static final int MAX_DEVICES = 4096;

    private final Path devices;
    private final Path routes;
    private final BitSet looked = new BitSet();
    private final Map<String, Set<IpAddress>> learned = new HashMap<>();
    private final Map<Integer, PodDevice> known = new TreeMap<>();

    PodDevices() {
        this(Path.of("/sys/class/net"), Path.of("/proc/net"));
    }

    /** With other folders in place of the kernel's. */
    PodDevices(Path devices, Path routes) {
        this.devices = devices;
        this.routes = routes;
    }

    /** A packet came by this device: looks at all of them when it is the first one, and an earlier look did not find it. */
    void seen(int index) {
        if (index > 0 && index < MAX_INDEX && !looked.get(index)) {
            looked.set(index);
            if (!known.containsKey(index)) {
                look();
            }
        }
    }

    /** Of those by which packets came, what is known now, in the order of indexes. */
    List<PodDevice> all() {
        look();
        return known.values().stream()
                .filter(device -> looked.get(device.index()))
                .toList();
    }

    /** All that are known now, whether or not packets came by them, in the order of indexes. */
    List<PodDevice> known() {
        look();
        return List.copyOf(known.values());
    }

    private void look() {
        Map<String, Set<IpAddress>> pods = new HashMap<>();
        Set<String> others = new LinkedHashSet<>();
        Stream.concat(lines("route").flatMap(Route::ofV4), lines("ipv6_route").flatMap(Route::ofV6))
                .forEach(route -> {
                    if (route.isOfOneAddress()) {
                        pods.computeIfAbsent(route.device(), _ -> new LinkedHashSet<>())
                                .add(route.destination());
                    } else {
                        others.add(route.device());
                    }
                });
        pods.keySet().removeAll(others);
        pods.forEach(this::learn);
    }

    private Stream<String> lines(String file) {
        try {
            return Files.readAllLines(routes.resolve(file), StandardCharsets.ISO_8859_1).stream();
        } catch (IOException e) {
            return Stream.of(); // no such family here
        }
    }

    private void learn(String name, Set<IpAddress> pods) {
        if (pods.equals(learned.put(name, pods)) || learned.size() > MAX_DEVICES) {
            return;
        }
        Path device = devices.resolve(name);
        int index = number(device.resolve("ifindex"));
        if (index <= 0 || index >= MAX_INDEX || !isEndOfPair(device, index)) {
            return;
        }
        PodDevice before = known.get(index);
        Set<IpAddress> all = new LinkedHashSet<>(before == null ? List.of() : before.pods());
        all.addAll(pods);
        known.put(index, new PodDevice(index, name, List.copyOf(all)));
    }

    /** A veth or a netkit: both name the other end, stand on no device, and no other kind that does so has no name of its kind. */
    private static boolean isEndOfPair(Path device, int index) {
        int peer = number(device.resolve("iflink"));
        return peer > 0 && peer != index && isPairKind(device) && !standsOnAnother(device);
    }

    private static boolean isPairKind(Path device) {
        try {
            return Files.readAllLines(device.resolve("uevent"), StandardCharsets.ISO_8859_1).stream()
                    .filter(line -> line.startsWith("DEVTYPE="))
                    .allMatch("DEVTYPE=netkit"::equals);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean standsOnAnother(Path device) {
        try (DirectoryStream<Path> lower = Files.newDirectoryStream(device, "lower_*")) {
            return lower.iterator().hasNext();
        } catch (IOException e) {
            return true; // it is not known not to
        }
    }

    private static int number(Path file) {
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            return 0; // devices go while we look
        }
    }
}

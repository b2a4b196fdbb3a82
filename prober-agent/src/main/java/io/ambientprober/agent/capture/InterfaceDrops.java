package io.ambientprober.agent.capture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Packets that devices lost before any tap could see them: for want of buffers. The same counters as libpcap's (pcap-linux.c,
 * linux_if_drops); the kernel's rx_dropped also counts packets that nobody wanted, and is left out.
 */
final class InterfaceDrops {
    private static final String[] COUNTERS = {"rx_missed_errors", "rx_fifo_errors"};

    private final Path devices;
    private final Map<String, Long> before;

    InterfaceDrops() {
        this(Path.of("/sys/class/net"));
    }

    InterfaceDrops(Path devices) {
        this.devices = devices;
        before = read();
    }

    /** Lost since this object was made; all that a device lost which came later. */
    long count() {
        long lost = 0;
        for (Map.Entry<String, Long> device : read().entrySet()) {
            lost += Math.max(0, device.getValue() - before.getOrDefault(device.getKey(), 0L));
        }
        return lost;
    }

    private Map<String, Long> read() {
        Map<String, Long> counts = new HashMap<>();
        if (!Files.isDirectory(devices)) {
            return counts;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(devices)) {
            for (Path device : entries) {
                long sum = 0;
                for (String counter : COUNTERS) {
                    sum += number(device.resolve("statistics").resolve(counter));
                }
                counts.put(device.getFileName().toString(), sum);
            }
        } catch (IOException e) {
            return counts; // devices come and go while we look
        }
        return counts;
    }

    private static long number(Path file) {
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException | NumberFormatException e) {
            return 0; // gone, or no such counter
        }
    }
}

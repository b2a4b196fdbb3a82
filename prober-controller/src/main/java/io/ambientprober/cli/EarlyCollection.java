package io.ambientprober.cli;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import javax.management.ListenerNotFoundException;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;

/**
 * Has the heap looked through when its old generation has grown by an eighth. The serial collector lets that grow up to the heap's limit first, so a
 * large run would take all of it, most of it garbage.
 */
final class EarlyCollection implements AutoCloseable {
    /** Of a small heap there is little to win. */
    private static final long LEAST = 48L << 20;

    /** One; or none, where the collector is another. */
    private final List<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported())
            .limit(1)
            .toList();

    private final NotificationEmitter memory = (NotificationEmitter) ManagementFactory.getMemoryMXBean();
    private final NotificationListener grown = (notification, _) -> {
        if (notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED)) {
            System.gc();
            old.forEach(EarlyCollection::watch);
        }
    };

    /** From now on, until it is closed. */
    EarlyCollection() {
        memory.addNotificationListener(grown, null, null);
        old.forEach(EarlyCollection::watch);
    }

    private static void watch(MemoryPoolMXBean pool) {
        long used = pool.getUsage().getUsed();
        pool.setUsageThreshold(Math.min(Math.max(LEAST, used + used / 8), limit(pool)));
    }

    private static long limit(MemoryPoolMXBean pool) {
        long limit = pool.getUsage().getMax();
        return limit < 0 ? Long.MAX_VALUE : limit;
    }

    @Override
    public void close() {
        old.forEach(pool -> pool.setUsageThreshold(0));
        try {
            memory.removeNotificationListener(grown);
        } catch (ListenerNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}

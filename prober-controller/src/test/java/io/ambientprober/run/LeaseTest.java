package io.ambientprober.run;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class LeaseTest {
    private static final Duration SOON = Duration.ofMillis(1);

    private final AtomicInteger renewals = new AtomicInteger();

    @Test
    void isRenewedAgainAndAgain() {
        Lease lease = new Lease("lease", SOON, renewals::incrementAndGet);

        await().until(() -> renewals.get() > 2);
        lease.end();
    }

    @Test
    void endsWithARenewalThatIsUnderWay() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Lease lease = new Lease("lease", SOON, () -> {
            renewals.incrementAndGet();
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        begun.await();

        lease.end();

        await().untilTrue(interrupted);
        await().during(Duration.ofMillis(50)).until(() -> renewals.get() == 1);
    }

    @Test
    void isNotRenewedOnceItHasEnded() {
        Lease lease = new Lease("lease", Duration.ofMillis(20), renewals::incrementAndGet);

        lease.end();

        await().during(Duration.ofMillis(60)).until(() -> renewals.get() == 0);
    }
}

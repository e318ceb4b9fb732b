package org.cellnest.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Measures the cost of a thousand strangers to a router in an otherwise idle nest. */
final class StrangersRun {
    static final int STRANGERS = 1_000;

    /** The first-frame timeout of a router, 10 s, with a margin for a busy machine. */
    static final int GONE_WITHIN_S = 15;

    private static final int LOOK_MS = 50;
    private static final int LOOK_EVERY = 50; // connections
    private static final int CONNECTED_WITHIN_S = 30;
    private static final int SETTLE_S = 2;

    private StrangersRun() {}

    static StrangerMetrics measure(Nest nest, StrangerManner manner) throws IOException, InterruptedException {
        BenchProcess router = nest.router();
        router.requireAlive();
        long before = router.residentBytes();
        long peak = before;
        try (Crowd crowd = new Crowd(nest.backPort(), manner, nest.plan().mechanism())) {
            long connectedByNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(CONNECTED_WITHIN_S);
            for (int i = 0; i < STRANGERS && System.nanoTime() < connectedByNs; i++) {
                crowd.connect();
                if (i % LOOK_EVERY == 0) {
                    crowd.poll(1);
                    peak = Math.max(peak, router.residentBytes());
                }
            }
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(GONE_WITHIN_S);
            while (crowd.open() > 0 && System.nanoTime() < deadlineNs) {
                crowd.poll(LOOK_MS);
                peak = Math.max(peak, router.residentBytes());
            }
            TimeUnit.SECONDS.sleep(SETTLE_S);
            nest.target().awaitAnswer(Workload.HELLO);
            return new StrangerMetrics(
                    nest.plan().name(),
                    manner.title(),
                    crowd.mostOpen(),
                    crowd.sentAll(),
                    crowd.open(),
                    TimeUnit.NANOSECONDS.toMillis(crowd.longestNs()),
                    before,
                    peak,
                    router.residentBytes());
        }
    }
}

package org.cellnest.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void putsATimeIntoTheFirstBucketWhoseBoundIsNotBelowIt() {
        for (int bucket = 0; bucket < Histogram.BUCKETS - 1; bucket++) {
            long bound = Histogram.boundNs(bucket);
            assertEquals(bucket, Histogram.bucket(bound - 1), "just below " + bound);
            assertEquals(bucket, Histogram.bucket(bound), "at " + bound);
            assertEquals(bucket + 1, Histogram.bucket(bound + 1), "just above " + bound);
        }
        assertEquals(0, Histogram.bucket(0));
        assertEquals(0, Histogram.bucket(1));
        assertEquals(Histogram.BUCKETS - 1, Histogram.bucket(Long.MAX_VALUE));
    }

    @Test
    void beginsAtSixteenMicrosecondsAndEndsAtSeventeenSeconds() {
        assertEquals(16_384, Histogram.boundNs(0));
        assertEquals(17_179_869_184L, Histogram.boundNs(Histogram.BUCKETS - 2));
        assertEquals(22, Histogram.BUCKETS);
    }

    @Test
    void takesATimeBelowZeroForNone() {
        Histogram histogram = new Histogram();
        histogram.record(-5);
        assertEquals(1, histogram.counts().count(0));
        assertEquals(0, histogram.counts().sumNs());
    }

    @Test
    void countsAndSums() {
        Histogram histogram = new Histogram();
        histogram.record(10_000);
        histogram.record(20_000);
        histogram.record(20_001);
        histogram.record(60_000_000_000L);
        HistogramCounts counts = histogram.counts();
        assertEquals(4, counts.count());
        assertEquals(1, counts.count(0));
        assertEquals(2, counts.count(1));
        assertEquals(1, counts.count(Histogram.BUCKETS - 1));
        assertEquals(60_000_050_001L, counts.sumNs());
    }

    @Test
    void tellsWhatHasComeSinceAnEarlierLook() {
        Histogram histogram = new Histogram();
        histogram.record(10_000);
        HistogramCounts before = histogram.counts();
        histogram.record(10_000);
        histogram.record(1_000_000);
        HistogramCounts since = histogram.counts().minus(before);
        assertEquals(2, since.count());
        assertEquals(1_010_000, since.sumNs());
        assertEquals(before, before.minus(histogram.counts()), "a histogram that began anew");
    }

    @Test
    void adds() {
        Histogram one = new Histogram();
        one.record(10_000);
        Histogram other = new Histogram();
        other.record(10_000);
        other.record(1L << 40);
        HistogramCounts both = one.counts().plus(other.counts());
        assertEquals(2, both.count(0));
        assertEquals(1, both.count(Histogram.BUCKETS - 1));
        assertEquals((1L << 40) + 20_000, both.sumNs());
    }

    @Test
    void findsQuantilesToTheBucket() {
        Histogram histogram = new Histogram();
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            histogram.record(1_000_000 + random.nextInt(48_576)); // all in the bucket up to 2^20
        }
        for (int i = 0; i < 100; i++) {
            histogram.record(100_000_000);
        }
        HistogramCounts counts = histogram.counts();
        double median = counts.quantileNs(0.5);
        assertTrue(median > 1 << 19 && median <= 1 << 20, "median " + median);
        double high = counts.quantileNs(0.999);
        assertTrue(high > 1 << 26 && high <= 1 << 27, "p99.9 " + high);
        assertEquals(1 << 27, counts.quantileNs(1), 1);
        assertTrue(Double.isNaN(HistogramCounts.NONE.quantileNs(0.5)));
        assertThrows(IllegalArgumentException.class, () -> counts.quantileNs(1.1));
    }

    @Test
    void namesTheHighestBoundForWhatLiesBeyondIt() {
        Histogram histogram = new Histogram();
        histogram.record(Long.MAX_VALUE);
        assertEquals(0x1p34, histogram.counts().quantileNs(0.5));
    }

    @Test
    void isReadWhileItIsWrittenWithoutEverFalling() throws Exception {
        Histogram histogram = new Histogram();
        AtomicBoolean done = new AtomicBoolean();
        int times = 2_000_000;
        Thread writer = new Thread(() -> {
            for (int i = 0; i < times; i++) {
                histogram.record(i & 0xfffff);
            }
            done.set(true);
        });
        writer.start();
        HistogramCounts last = HistogramCounts.NONE;
        while (!done.get()) {
            HistogramCounts now = histogram.counts();
            for (int i = 0; i < Histogram.BUCKETS; i++) {
                assertTrue(now.count(i) >= last.count(i), "bucket " + i);
            }
            assertTrue(now.sumNs() >= last.sumNs());
            last = now;
        }
        writer.join();
        assertEquals(times, histogram.counts().count());
    }
}

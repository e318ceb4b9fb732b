package org.cellnest.router;

import java.util.Arrays;
import org.cellnest.router.control.Sample;

/**
 * What became of all requests, and how their durations are spread: buckets of {@value #STEPS} to each doubling, from 1
 * microsecond to about an hour, so that a quantile is right to some 6 %. Written by the broker's thread, without allocating.
 */
final class NestFigures {
    static final int STEPS = 8;

    private static final int UNIT_NS = 128;
    private static final int STEP_BITS = 3;
    private static final int DOUBLINGS = 32;

    private final long[] durations = new long[DOUBLINGS * STEPS];
    private long requests;
    private long errors;

    /** A request was answered. */
    void answered(int status, long tookNs) {
        requests++;
        if (status >= 500) {
            errors++;
        }
        durations[bucket(tookNs)]++;
    }

    private static int bucket(long tookNs) {
        long units = Math.max(STEPS, tookNs / UNIT_NS);
        int doubling = Long.SIZE - 1 - Long.numberOfLeadingZeros(units);
        int step = (int) (units >>> (doubling - STEP_BITS)) & (STEPS - 1);
        return Math.min(DOUBLINGS * STEPS - 1, (doubling - STEP_BITS) * STEPS + step);
    }

    /** The middle of a bucket, in nanoseconds. */
    static double middleNs(int bucket) {
        int doubling = bucket / STEPS;
        double width = (double) (1L << doubling) * UNIT_NS;
        return (STEPS + bucket % STEPS + 0.5) * width;
    }

    /** What there is until now. */
    Copy copy() {
        return new Copy(requests, errors, durations.clone());
    }

    /** Figures at one moment. */
    record Copy(long requests, long errors, long[] durations) implements Sample.Latency {
        @Override
        public double quantileMs(Sample.Latency since, double share) {
            long[] added = durations.clone();
            if (since instanceof Copy earlier) {
                for (int i = 0; i < added.length; i++) {
                    added[i] -= earlier.durations[i];
                }
            }
            return quantileMs(added, share);
        }

        private static double quantileMs(long[] durations, double share) {
            long count = Arrays.stream(durations).sum();
            long rank = (long) Math.ceil(count * share);
            for (int i = 0; i < durations.length; i++) {
                rank -= durations[i];
                if (durations[i] > 0 && rank <= 0) {
                    return middleNs(i) / 1_000_000;
                }
            }
            return Double.NaN;
        }
    }
}

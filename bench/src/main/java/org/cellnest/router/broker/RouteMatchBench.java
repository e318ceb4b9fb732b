package org.cellnest.router.broker;

import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.route.PathTemplate;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures finding a route in tables of 10 to 100,000: {@code /api/resourceN/{id}/items/{item}}. Each call looks up
 * another route, so that a large table is also a cold one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteMatchBench {
    private static final int PATHS = 1 << 10;

    @Param({"10", "100", "1000", "10000", "100000"})
    public int routes;

    private final RouteTable table = new RouteTable();
    private final String[] present = new String[PATHS];
    private final String[] absent = new String[PATHS];
    private int next;

    /** Fills the table. */
    @Setup
    public void fill() {
        Claim claim = BrokerBenchFixture.claim(BrokerBenchFixture.cell());
        for (int i = 0; i < routes; i++) {
            PathTemplate template = PathTemplate.parse("/api/resource" + i + "/{id}/items/{item}");
            RouteInfo info = BrokerBenchFixture.info(template);
            table.add(new RouteKey("GET", template.canonicalShape()), template, info, 0)
                    .announce(claim, info);
        }
        for (int i = 0; i < PATHS; i++) {
            int route = (int) (i * 2_654_435_761L % routes);
            present[i] = "/api/resource" + route + "/" + (1000 + i) + "/items/blue-chair";
            absent[i] = "/api/resource" + route + "/" + (1000 + i) + "/parts/blue-chair";
        }
    }

    /** Finds a route that exists. */
    @Benchmark
    public @Nullable Object hit() {
        return table.find(present[next++ & PATHS - 1], "GET", true);
    }

    /** Looks up a path that leaves the trie at its fourth segment. */
    @Benchmark
    public @Nullable Object miss() {
        return table.find(absent[next++ & PATHS - 1], "GET", true);
    }
}

package org.cellnest.router.broker;

import java.util.concurrent.TimeUnit;
import org.cellnest.route.PathTemplate;
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

/** Measures a parked request: it is parked, found for a cell with room, and removed, beside others that stay parked. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParkingBench {
    @Param({"0", "9000"})
    public int others;

    private final ParkingLot lot = new ParkingLot(10_000, 64 << 20);
    private final CellSession cell = BrokerBenchFixture.cell();
    private final Exchange exchange = BrokerBenchFixture.exchange(BrokerBenchFixture.gateway());

    /** Parks the others. */
    @Setup
    public void fill() {
        PathTemplate template = PathTemplate.parse("/api/hello/{name}");
        RouteKey key = new RouteKey("GET", template.canonicalShape());
        Route route = new Route(1, key, template, BrokerBenchFixture.info(template), 0);
        Claim claim = BrokerBenchFixture.claim(cell);
        route.announce(claim, route.info());
        cell.add(claim);
        GatewaySession gateway = BrokerBenchFixture.gateway();
        for (int i = 0; i < others; i++) {
            Exchange other = BrokerBenchFixture.exchange(gateway);
            other.matched(route);
            if (!lot.park(other, false)) {
                throw new IllegalStateException("no room to park " + i);
            }
        }
        exchange.matched(route);
    }

    /** Parks, finds and removes one request. */
    @Benchmark
    public Object parkFindRemove() {
        lot.park(exchange, true);
        Exchange next = lot.nextFor(cell);
        lot.remove(exchange);
        return next == null ? exchange : next;
    }
}

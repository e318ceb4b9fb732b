package org.cellnest.router.broker;

import java.util.concurrent.TimeUnit;
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

/** Measures a ticket's life, issue, look-up and release, beside others that stay. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TicketsBench {
    @Param({"0", "10000"})
    public int others;

    private final Tickets tickets = new Tickets(1 << 16, 1);
    private final Exchange exchange = BrokerBenchFixture.exchange(BrokerBenchFixture.gateway());

    /** Issues the others. */
    @Setup
    public void fill() {
        GatewaySession gateway = BrokerBenchFixture.gateway();
        for (int i = 0; i < others; i++) {
            tickets.issue(BrokerBenchFixture.exchange(gateway));
        }
    }

    /** Issues, looks up and releases one ticket. */
    @Benchmark
    public Object issueGetRelease() {
        tickets.issue(exchange);
        Exchange found = tickets.get(exchange.ticket());
        tickets.release(exchange);
        return found == null ? exchange : found;
    }
}

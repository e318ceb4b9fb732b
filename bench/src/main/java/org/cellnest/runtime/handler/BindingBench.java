package org.cellnest.runtime.handler;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Default;
import org.cellnest.cell.Route;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Request;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the way from a decoded request to its answer: path variables, binding, the method itself, and the conversion
 * of its result.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BindingBench {
    /** A cell with the measured methods. */
    public static final class Cell {
        /** Takes parameters from the path and the query. */
        @Route("/hello/{name}")
        public String hello(String name, @Default("13") int age) {
            return "hello! My name is " + name + ", I'm " + age + " years old";
        }

        /** Takes a JSON body, and returns one. */
        @Route(value = "/orders", methods = "POST")
        public Order order(Order order) {
            return order;
        }
    }

    /** A small JSON body. */
    public record Order(String id, int count, List<String> items) {}

    private final HandlerTable table;
    private final Request hello = request("GET", "/hello/billy", "age=12", "text/plain", "");
    private final Request order =
            request("POST", "/orders", "", "application/json", "{\"id\":\"7\",\"count\":3,\"items\":[\"a\",\"b\"]}");
    private final HandlerMethod helloMethod;
    private final HandlerMethod orderMethod;

    public BindingBench() {
        try {
            table = HandlerTable.build(
                    new HandlerSource(
                            List.of(Cell.class),
                            CellContext.forTests("bench"),
                            new FilterRegistry("bench"),
                            Map.of(),
                            1 << 20),
                    System::nanoTime);
        } catch (InvalidCellException e) {
            throw new IllegalStateException(e);
        }
        helloMethod = method("/hello/{name}");
        orderMethod = method("/orders");
    }

    private HandlerMethod method(String template) {
        return table.methods().stream()
                .filter(method -> method.template().toString().equals(template))
                .findFirst()
                .orElseThrow();
    }

    private static Request request(String method, String path, String query, String type, String body) {
        return new Request(
                7,
                0,
                5_000,
                1,
                method,
                false,
                HttpVersion.HTTP_1_1,
                path,
                query,
                Fields.of("host", "localhost", "content-type", type),
                Slice.of(body.getBytes(StandardCharsets.UTF_8)));
    }

    /** Measures a path variable and a number of the query. */
    @Benchmark
    public Object pathAndQuery() {
        return helloMethod.invoke(hello);
    }

    /** Measures JSON in, JSON out. */
    @Benchmark
    public Object json() {
        return orderMethod.invoke(order);
    }
}

package org.cellnest.bench.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Batch;
import org.cellnest.protocol.BatchWriter;
import org.cellnest.protocol.Fields;
import org.cellnest.protocol.HttpVersion;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Reply;
import org.cellnest.protocol.Request;
import org.cellnest.protocol.WireRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Measures encoding and decoding of records in batches of 32; times are for one record. The records are a browser's GET
 * with nine fields, and a small REPLY.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordBench {
    private static final int BATCH = 32;

    private final Request request = new Request(
            0x1234_00007L,
            0,
            30_000,
            0,
            "GET",
            false,
            HttpVersion.HTTP_1_1,
            "/api/hello/billy",
            "age=12",
            Fields.of(
                    "host", "localhost:8888",
                    "user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                    "accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                    "accept-language", "en-US,en;q=0.5",
                    "accept-encoding", "gzip, deflate, br, zstd",
                    "cookie", "session=0123456789abcdef0123456789abcdef",
                    "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                    "x-request-id", "0af7651916cd43dd8448eb211c80319c",
                    ":client", "127.0.0.1"),
            Slice.EMPTY);
    private final Reply reply = new Reply(
            0x1234_00007L,
            0,
            200,
            Fields.of("content-type", "text/plain;charset=utf-8", "x-content-type-options", "nosniff"),
            Slice.of(new byte[40]));
    private final BatchWriter writer = new BatchWriter(Limits.DEFAULT);
    private final byte[] requests = batch(request);
    private final byte[] replies = batch(reply);

    private byte[] batch(Message message) {
        for (int i = 0; i < BATCH; i++) {
            MessageCodec.encode(message, writer);
        }
        byte[] frame = writer.poll();
        if (frame == null) {
            throw new IllegalStateException("nothing was written");
        }
        return frame;
    }

    /** Measures the work of a gateway for each request. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public byte[] encodeRequests() {
        return batch(request);
    }

    /** Measures the work of a cell for each answer. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public byte[] encodeReplies() {
        return batch(reply);
    }

    /** Measures the work of a router: it validates the batch, and reads fields of the records in place. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void parseRequests(Blackhole hole) throws ProtocolException {
        for (WireRecord each : Batch.parse(requests, Limits.DEFAULT)) {
            hole.consume(each.path());
            hole.consume(each.method());
        }
    }

    /** Measures the work of a cell: it validates the batch, and decodes the requests. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void decodeRequests(Blackhole hole) throws ProtocolException {
        decode(requests, hole);
    }

    /** Measures the work of a gateway for each answer. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void decodeReplies(Blackhole hole) throws ProtocolException {
        decode(replies, hole);
    }

    private static void decode(byte[] frame, Blackhole hole) throws ProtocolException {
        List<WireRecord> records = Batch.parse(frame, Limits.DEFAULT);
        for (WireRecord each : records) {
            hole.consume(MessageCodec.decode(each));
        }
    }
}

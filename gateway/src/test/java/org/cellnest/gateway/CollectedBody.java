package org.cellnest.gateway;

import java.io.ByteArrayOutputStream;
import org.cellnest.buffer.Slice;
import org.cellnest.protocol.Credit;
import org.cellnest.protocol.Data;
import org.cellnest.protocol.Flags;
import org.cellnest.protocol.Request;

/** A request of which the body flows, until all of it has come. */
final class CollectedBody {
    private static final long CREDIT = 1L << 30;

    private final Request request;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    CollectedBody(Request request) {
        this.request = request;
        bytes.writeBytes(request.body().toByteArray());
    }

    /** A permission for all of it. */
    Credit credit() {
        return new Credit(request.exchange(), CREDIT);
    }

    /** Takes more; true: that was all. */
    boolean add(Data data) {
        bytes.writeBytes(data.bytes().toByteArray());
        return !data.has(Flags.MORE);
    }

    /** The request as if it had come whole. */
    Request whole() {
        return new Request(
                request.exchange(),
                request.flags() & ~Flags.MORE,
                request.budgetMs(),
                request.route(),
                request.method(),
                request.https(),
                request.version(),
                request.path(),
                request.query(),
                request.fields(),
                Slice.of(bytes.toByteArray()));
    }
}

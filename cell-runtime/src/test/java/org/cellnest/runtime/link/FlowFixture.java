package org.cellnest.runtime.link;

import java.util.List;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.Welcome;

/** Sessions for tests of bodies that flow, whose records the test takes. */
final class FlowFixture {
    /** Sends nothing: the test takes the records. */
    static final ReplySender NO_SENDER = new ReplySender() {
        @Override
        public void sendNow() {}

        @Override
        public void wake() {}
    };

    private FlowFixture() {}

    static SessionExchanges session() {
        return new SessionExchanges(
                new Hello(1, "r", "i", 1_000, 3, false, Limits.DEFAULT),
                new Welcome("s", 1, true, 0, List.of()),
                new Concurrency(10, () -> {}),
                new LinkMetrics(),
                2_000_000_000L,
                0,
                NO_SENDER,
                () -> {});
    }
}

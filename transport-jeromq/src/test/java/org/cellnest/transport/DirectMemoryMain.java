package org.cellnest.transport;

import static org.cellnest.transport.TransportFixture.bytes;
import static org.cellnest.transport.TransportFixture.endpoint;
import static org.cellnest.transport.TransportFixture.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Connects to a router more often than there is direct memory for, and prints the outcome for itself and a bystander.
 */
final class DirectMemoryMain {

    private static final int STRANGERS = 300;
    /** Half of 3 MiB by 16 KiB; the link of this process has buffers too. */
    private static final int CONNECTIONS = 95;

    private DirectMemoryMain() {}

    public static void main(String[] args) throws Exception {
        List<RawPeer> strangers = new ArrayList<>();
        try (TransportFixture nest = new TransportFixture()) {
            RouterSocket router = nest.router();
            Link bystander = nest.upLink(router);
            int connection = nest.introduce(router, bystander);
            for (int i = 0; i < STRANGERS; i++) {
                strangers.add(nest.whilePumping(() -> RawPeer.connect(endpoint(router))));
                strangers.get(i).raw(Wire.greeting());
            }
            nest.await(
                    "those are gone for whom none is left",
                    () -> router.counters().open() == CONNECTIONS);
            router.send(connection, bytes("still there?"));
            String answer = text(nest.nextFrame(bystander));
            System.out.println("some were refused, the bystander was "
                    + (answer.equals("still there?") ? "served" : "told " + answer));
            for (RawPeer stranger : strangers) {
                stranger.close();
            }
        }
    }
}

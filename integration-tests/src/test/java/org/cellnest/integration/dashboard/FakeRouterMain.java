package org.cellnest.integration.dashboard;

import java.util.concurrent.CountDownLatch;

/**
 * Serves the dashboard of a nest that is made up, for whoever works on its pages: {@code FakeRouterMain [PORT [CELLS
 * ROUTES]]}. It runs until it is ended.
 */
public final class FakeRouterMain {
    private FakeRouterMain() {}

    public static void main(String[] arguments) throws Exception {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 0;
        FakeNest nest = arguments.length > 2
                ? FakeNest.large(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]))
                : FakeNest.small();
        nest.event("cell-joined", "cell-a", "cell-a has joined with 1 deployment");
        try (FakeRouter router = FakeRouter.start(nest, port)) {
            System.out.println(router.url());
            new CountDownLatch(1).await();
        }
    }
}

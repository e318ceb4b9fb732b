package org.cellnest.router.control;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.cellnest.process.ops.OpsException;
import org.cellnest.router.broker.Broker;
import org.cellnest.router.broker.TestNest;
import org.cellnest.transport.Clock;

/** A desk whose questions wait until a test has the broker answer them, one in a turn. */
public final class TestControl {
    private static final long START_EPOCH_MS = 1_790_000_000_000L;

    final Deque<Consumer<Broker>> questions = new ArrayDeque<>();
    public final BrokerControl desk;
    final TestNest nest;
    public int asked;

    public TestControl(TestNest nest) {
        this.nest = nest;
        Clock clock = new Clock() {
            @Override
            public long nanoTime() {
                return nest.nowNs;
            }

            @Override
            public long epochMillis() {
                return START_EPOCH_MS + nest.nowNs / TestNest.MS;
            }
        };
        this.desk = new BrokerControl(questions::add, clock, Runnable::run);
    }

    /** A turn of the broker with one question. */
    public boolean answerOne() {
        Consumer<Broker> question = questions.poll();
        if (question == null) {
            return false;
        }
        asked++;
        question.accept(nest.broker);
        nest.turn();
        return true;
    }

    public <T> T get(CompletionStage<T> answer) throws OpsException {
        while (answerOne()) {
            // Until nobody asks any more.
        }
        if (!answer.toCompletableFuture().isDone()) {
            throw new AssertionError("the broker said nothing");
        }
        try {
            return answer.toCompletableFuture().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof OpsException refused) {
                throw refused;
            }
            throw e;
        }
    }
}

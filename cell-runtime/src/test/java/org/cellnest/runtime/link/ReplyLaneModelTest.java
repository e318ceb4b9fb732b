package org.cellnest.runtime.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Who sends a final record, in every order in which the threads of {@link ReplyLane} can take their steps. The receiver
 * begins requests and says so; workers finish them, gather, and send; the sending thread looks, rests, and is woken. Each step
 * is one access to what they share, in the order of the code: {@code SessionExchanges.finish} counts a request out before it queues
 * its record, and {@code nextTurnNs} says that it rests before it looks once more whether anything runs.
 *
 * <p>What must never be: that nobody can take a step, though a record waits, while the sending thread waits for long.
 */
class ReplyLaneModelTest {
    private static final int FREE = 0;
    private static final int SENDER = 3;

    /** Where the sending thread is. */
    private enum Sender {
        AWAKE,
        LOCKING,
        SENDING,
        LOOKING,
        RESTING,
        LOOKING_AGAIN,
        UNLOCKING_SHORT,
        UNLOCKING_LONG,
        UNLOCKING_AWAKE,
        PARKED_SHORT,
        PARKED_LONG
    }

    /** Where a worker is. */
    private enum Worker {
        WAITING,
        RUNNING,
        COUNTED_OUT,
        QUEUED,
        LOCKING,
        SENDING,
        UNLOCKING,
        DONE
    }

    /** Where the receiver is. */
    private enum Receiver {
        BEGINNING,
        ASKING,
        WAKING,
        DONE
    }

    /**
     * All that there is.
     *
     * @param lock who holds it: nobody, a worker's number, or the sending thread
     * @param permit whether the sending thread has been unparked
     * @param leftOfFirst requests that the first worker has yet to run, the one it runs included
     */
    private record State(
            Receiver receiver,
            Worker first,
            Worker second,
            int leftOfFirst,
            int leftOfSecond,
            Sender sender,
            int lock,
            boolean permit,
            boolean resting,
            int running,
            int finals,
            int sent) {
        Worker worker(int number) {
            return number == 1 ? first : second;
        }

        int left(int number) {
            return number == 1 ? leftOfFirst : leftOfSecond;
        }

        State with(int number, Worker worker, int left) {
            return number == 1
                    ? new State(
                            receiver,
                            worker,
                            second,
                            left,
                            leftOfSecond,
                            sender,
                            lock,
                            permit,
                            resting,
                            running,
                            finals,
                            sent)
                    : new State(
                            receiver,
                            first,
                            worker,
                            leftOfFirst,
                            left,
                            sender,
                            lock,
                            permit,
                            resting,
                            running,
                            finals,
                            sent);
        }

        State with(int number, Worker worker) {
            return with(number, worker, left(number));
        }

        State with(Receiver next) {
            return new State(
                    next,
                    first,
                    second,
                    leftOfFirst,
                    leftOfSecond,
                    sender,
                    lock,
                    permit,
                    resting,
                    running,
                    finals,
                    sent);
        }

        State with(Sender next) {
            return new State(
                    receiver,
                    first,
                    second,
                    leftOfFirst,
                    leftOfSecond,
                    next,
                    lock,
                    permit,
                    resting,
                    running,
                    finals,
                    sent);
        }

        State withLock(int holder) {
            return new State(
                    receiver,
                    first,
                    second,
                    leftOfFirst,
                    leftOfSecond,
                    sender,
                    holder,
                    permit,
                    resting,
                    running,
                    finals,
                    sent);
        }

        State withPermit(boolean set) {
            return new State(
                    receiver,
                    first,
                    second,
                    leftOfFirst,
                    leftOfSecond,
                    sender,
                    lock,
                    set,
                    resting,
                    running,
                    finals,
                    sent);
        }

        State withResting(boolean rests) {
            return new State(
                    receiver,
                    first,
                    second,
                    leftOfFirst,
                    leftOfSecond,
                    sender,
                    lock,
                    permit,
                    rests,
                    running,
                    finals,
                    sent);
        }

        State withRunning(int count) {
            return new State(
                    receiver,
                    first,
                    second,
                    leftOfFirst,
                    leftOfSecond,
                    sender,
                    lock,
                    permit,
                    resting,
                    count,
                    finals,
                    sent);
        }

        State queueOne() {
            return new State(
                    receiver,
                    first,
                    second,
                    leftOfFirst,
                    leftOfSecond,
                    sender,
                    lock,
                    permit,
                    resting,
                    running,
                    finals + 1,
                    sent);
        }

        State sendAll() {
            return new State(
                    receiver,
                    first,
                    second,
                    leftOfFirst,
                    leftOfSecond,
                    sender,
                    lock,
                    permit,
                    resting,
                    running,
                    0,
                    sent + finals);
        }
    }

    private static State begin(int requestsOfFirst, int requestsOfSecond, Sender sender) {
        boolean rests = sender == Sender.PARKED_LONG;
        return new State(
                Receiver.BEGINNING,
                Worker.WAITING,
                Worker.WAITING,
                requestsOfFirst,
                requestsOfSecond,
                sender,
                FREE,
                false,
                rests,
                0,
                0,
                0);
    }

    /** @param handlersEnd whether every handler ends; if not, a worker's last one runs for ever */
    private static List<State> successors(State state, boolean handlersEnd) {
        List<State> next = new ArrayList<>();
        receive(state, next);
        work(1, state, handlersEnd, next);
        work(2, state, handlersEnd, next);
        keep(state, next);
        return next;
    }

    private static void receive(State state, List<State> next) {
        switch (state.receiver) {
            case BEGINNING ->
                next.add(state.withRunning(state.leftOfFirst + state.leftOfSecond)
                        .with(1, state.leftOfFirst > 0 ? Worker.RUNNING : Worker.DONE)
                        .with(2, state.leftOfSecond > 0 ? Worker.RUNNING : Worker.DONE)
                        .with(Receiver.ASKING));
            case ASKING -> next.add(state.with(state.resting ? Receiver.WAKING : Receiver.DONE));
            case WAKING -> next.add(state.withResting(false).withPermit(true).with(Receiver.DONE));
            case DONE -> {
                // has nothing more to do
            }
        }
    }

    private static void work(int number, State state, boolean handlersEnd, List<State> next) {
        int left = state.left(number);
        switch (state.worker(number)) {
            case RUNNING -> {
                if (handlersEnd || left > 1) {
                    next.add(state.withRunning(state.running - 1).with(number, Worker.COUNTED_OUT));
                }
            }
            case COUNTED_OUT -> next.add(state.queueOne().with(number, Worker.QUEUED, left - 1));
            case QUEUED -> {
                // Goes on to its next request without sending, or sends since nothing waits for it.
                Worker then = left > 0 ? Worker.RUNNING : state.finals > 0 ? Worker.LOCKING : Worker.DONE;
                next.add(state.with(number, then));
            }
            case LOCKING ->
                next.add(
                        state.lock == FREE
                                ? state.withLock(number).with(number, Worker.SENDING)
                                : state.withPermit(true).with(number, Worker.DONE));
            case SENDING -> next.add(state.sendAll().with(number, Worker.UNLOCKING));
            case UNLOCKING -> next.add(state.withLock(FREE).with(number, Worker.QUEUED));
            case WAITING, DONE -> {
                // has nothing to do, or nothing more
            }
        }
    }

    private static void keep(State state, List<State> next) {
        switch (state.sender) {
            case AWAKE -> next.add(state.withResting(false).with(Sender.LOCKING));
            case LOCKING -> {
                if (state.lock == FREE) {
                    next.add(state.withLock(SENDER).with(Sender.SENDING));
                }
            }
            case SENDING -> next.add(state.sendAll().with(Sender.LOOKING));
            case LOOKING -> {
                if (state.finals > 0) {
                    next.add(state.with(Sender.UNLOCKING_AWAKE));
                } else {
                    next.add(state.with(Sender.RESTING));
                    if (state.running > 0) {
                        next.add(state.with(Sender.UNLOCKING_SHORT));
                    }
                }
            }
            case RESTING -> next.add(state.withResting(true).with(Sender.LOOKING_AGAIN));
            case LOOKING_AGAIN ->
                next.add(state.with(state.running > 0 ? Sender.UNLOCKING_SHORT : Sender.UNLOCKING_LONG));
            case UNLOCKING_SHORT -> next.add(state.withLock(FREE).with(Sender.PARKED_SHORT));
            case UNLOCKING_LONG -> next.add(state.withLock(FREE).with(Sender.PARKED_LONG));
            case UNLOCKING_AWAKE -> next.add(state.withLock(FREE).with(Sender.AWAKE));
            case PARKED_SHORT -> next.add(state.withPermit(false).with(Sender.AWAKE));
            case PARKED_LONG -> {
                if (state.permit) {
                    next.add(state.withPermit(false).with(Sender.AWAKE));
                }
            }
        }
    }

    /** Looks at every state that can be reached; returns how many have nobody who can take a step. */
    private static int explore(State begin, boolean handlersEnd) {
        Set<State> seen = new HashSet<>();
        Deque<State> open = new ArrayDeque<>(List.of(begin));
        int ends = 0;
        while (!open.isEmpty()) {
            State state = open.pop();
            if (!seen.add(state)) {
                continue;
            }
            List<State> next = successors(state, handlersEnd);
            if (next.isEmpty()) {
                ends++;
                assertEquals(Sender.PARKED_LONG, state.sender, () -> "stuck: " + state);
                assertEquals(0, state.finals, () -> "a record waits for long: " + state);
                assertEquals(FREE, state.lock, () -> "locked for ever: " + state);
            }
            open.addAll(next);
        }
        return ends;
    }

    @Test
    void everyRecordIsSentWhateverTheOrder() {
        for (Sender from : List.of(Sender.AWAKE, Sender.PARKED_SHORT, Sender.PARKED_LONG)) {
            for (int first = 0; first <= 3; first++) {
                for (int second = 0; second <= 3; second++) {
                    assertTrue(explore(begin(first, second, from), true) > 0, "it ends");
                }
            }
        }
    }

    /** While the last handler of each worker runs, the sending thread never waits for long: it finds what they left. */
    @Test
    void noRecordWaitsForAHandlerThatGoesOn() {
        for (Sender from : List.of(Sender.AWAKE, Sender.PARKED_SHORT, Sender.PARKED_LONG)) {
            for (int first = 1; first <= 3; first++) {
                for (int second = 0; second <= 3; second++) {
                    assertEquals(0, explore(begin(first, second, from), false), "the sending thread goes on looking");
                }
            }
        }
    }
}

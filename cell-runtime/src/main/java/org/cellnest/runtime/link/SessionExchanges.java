package org.cellnest.runtime.link;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Hello;
import org.cellnest.protocol.Message;
import org.cellnest.protocol.Refuse;
import org.cellnest.protocol.Welcome;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a session's requests in flight and its final records that wait to be sent, for all threads of the session.
 * Every request that begins here ends here with one final record, unless the session has ended before. Thread-safe.
 */
final class SessionExchanges {
    /** The maximum number of requests in flight, more than any router may have; requests beyond it are refused. */
    private static final int MAX_OUTSTANDING = 1 << 17;

    private static final int MAX_QUEUED = 1 << 16;
    /** The number of final records that are sent at once rather than wait for more. */
    private static final int ENOUGH = 32;

    private final Hello hello;
    private final Welcome welcome;
    private final Concurrency concurrency;
    private final LinkMetrics metrics;
    private final ReplySender sender;
    private final Runnable onChange;
    private final long stallNs;
    private final ReplyQueues replyQueues = new ReplyQueues(MAX_QUEUED);
    private final FlowOutbox flows = new FlowOutbox();
    private final Map<Long, RequestInFlight> inFlightByExchange = new HashMap<>();
    /** The number of those in flight whose bodies flow. */
    private int streams;

    private boolean over;
    private @Nullable End end;
    private volatile long receivedNs;
    private volatile boolean barred;
    private volatile boolean laneJoined;
    private volatile long sentRevision;
    private volatile boolean draining;
    private volatile boolean leaving;
    private volatile boolean left;

    /** A reason of a session's end. */
    record End(ErrorCode code, String reason) {}

    /**
     * @param stallNs a receiving thread that has not had a turn for as long means that the process was stopped
     * @param onChange called by any thread when the session has ended or nothing is in flight any more; returns at once
     */
    SessionExchanges(
            Hello hello,
            Welcome welcome,
            Concurrency concurrency,
            LinkMetrics metrics,
            long stallNs,
            long nowNs,
            ReplySender sender,
            Runnable onChange) {
        this.hello = hello;
        this.welcome = welcome;
        this.concurrency = concurrency;
        this.metrics = metrics;
        this.sender = sender;
        this.onChange = onChange;
        this.stallNs = stallNs;
        this.receivedNs = nowNs;
        this.sentRevision = welcome.revision();
    }

    Hello hello() {
        return hello;
    }

    String id() {
        return welcome.session();
    }

    /** Adds a request; returns false if its exchange is in use, which a router never causes. */
    boolean begin(RequestInFlight request) {
        synchronized (inFlightByExchange) {
            if (inFlightByExchange.size() >= MAX_OUTSTANDING) {
                return false;
            }
            boolean isNew = inFlightByExchange.putIfAbsent(request.exchange(), request) == null;
            if (isNew && request.flow() != null) {
                streams++;
            }
            return isNew;
        }
    }

    /** Cancels the request of an exchange, unless it has had its final record. */
    void cancel(long exchange, ErrorCode code) {
        RequestInFlight request;
        FlowingExchange flow;
        synchronized (inFlightByExchange) {
            request = inFlightByExchange.get(exchange);
            if (request == null) {
                return;
            }
            request.onCancelled();
            flow = request.flow();
        }
        if (flow != null) {
            flow.onCancel(code);
        }
        request.execution().cancel();
    }

    /** Returns the exchange whose bodies flow, or null if there is none with this id. */
    @Nullable
    FlowingExchange flow(long exchange) {
        synchronized (inFlightByExchange) {
            RequestInFlight request = inFlightByExchange.get(exchange);
            return request == null ? null : request.flow();
        }
    }

    /** Counts a request as a stream from now on. False: it was cancelled, or the session is over. */
    boolean becomeStream(RequestInFlight request, FlowingExchange flow) {
        synchronized (inFlightByExchange) {
            if (over || !request.become(flow)) {
                return false;
            }
            streams++;
            return true;
        }
    }

    /** Counts the answer or the refusal of a stream. */
    void onAnswered(RequestInFlight request, Message last) {
        synchronized (inFlightByExchange) {
            if (!over) {
                metrics.onFinal(request, last);
            }
        }
    }

    /** Ends a stream, which has said its last word. */
    void finishStream(RequestInFlight request) {
        boolean idle;
        synchronized (inFlightByExchange) {
            if (inFlightByExchange.remove(request.exchange(), request)) {
                streams--;
            }
            idle = inFlightByExchange.isEmpty();
        }
        if (idle) {
            onChange.run();
        }
    }

    /** Breaks off the bodies that flow. */
    void breakOffStreams(ErrorCode code, String reason) {
        openFlows().forEach(flow -> flow.breakOff(code, reason));
    }

    private List<FlowingExchange> openFlows() {
        synchronized (inFlightByExchange) {
            return inFlightByExchange.values().stream()
                    .map(RequestInFlight::flow)
                    .filter(Objects::nonNull)
                    .toList();
        }
    }

    /** Returns the answers that flow and wait to be sent. */
    FlowOutbox flows() {
        return flows;
    }

    /** Queues a record that goes before all bodies; false: too many wait, see {@link #endFull}. */
    boolean offer(Message record) {
        return replyQueues.offer(record);
    }

    /** Ends the session since too many records wait. */
    void endFull() {
        end(ErrorCode.SLOW, MAX_QUEUED + " replies wait for the router to read them");
    }

    /** Makes the sending thread look. */
    void wake() {
        sender.wake();
    }

    /** Ends a request with its final record, which {@link #flush} is to send. */
    void finish(RequestInFlight request, Message last) {
        boolean tooLate;
        boolean idle;
        synchronized (inFlightByExchange) {
            inFlightByExchange.remove(request.exchange(), request);
            idle = inFlightByExchange.isEmpty();
            tooLate = over;
            if (!tooLate) {
                metrics.onFinal(request, last);
            }
        }
        if (tooLate) {
            concurrency.onLeftOverDone();
        } else {
            queue(last);
        }
        if (idle) {
            onChange.run();
        }
    }

    /** Refuses a request that never began here. */
    void refuse(long exchange, ErrorCode code, String reason) {
        synchronized (inFlightByExchange) {
            if (!over) {
                metrics.refused.add(1);
            }
        }
        queue(new Refuse(exchange, code, reason));
        sender.wake();
    }

    private void queue(Message last) {
        if (!replyQueues.offer(last)) {
            endFull();
        } else if (replyQueues.small() >= ENOUGH) {
            sender.sendNow();
        }
    }

    /** Sends the final records that have gathered. */
    void flush() {
        if (hasFinals()) {
            sender.sendNow();
        }
    }

    /** Gives final records to a consumer, as {@link ReplyQueues#drain}; for the thread that sends them. */
    int drain(Consumer<Message> consumer, int max, boolean mayBeLarge) {
        return replyQueues.drain(consumer, max, mayBeLarge);
    }

    boolean hasFinals() {
        return !replyQueues.isEmpty();
    }

    /** Counts the requests in flight, those whose bodies flow included. */
    int running() {
        synchronized (inFlightByExchange) {
            return inFlightByExchange.size();
        }
    }

    /** Counts the requests in flight but those whose bodies flow. */
    int calls() {
        synchronized (inFlightByExchange) {
            return inFlightByExchange.size() - streams;
        }
    }

    /** Returns the age of the oldest of {@link #calls}, in milliseconds. */
    int oldestMs(long nowNs) {
        long oldestNs = 0;
        synchronized (inFlightByExchange) {
            for (RequestInFlight request : inFlightByExchange.values()) {
                if (request.flow() == null) {
                    oldestNs = Math.max(oldestNs, nowNs - request.beganNs());
                }
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, TimeUnit.NANOSECONDS.toMillis(oldestNs));
    }

    /**
     * Ends the session; only the first end has an effect. Requests run on, and their results are dropped. Bodies that
     * flow break off.
     */
    void end(ErrorCode code, String reason) {
        int stillRunning;
        synchronized (inFlightByExchange) {
            if (over) {
                return;
            }
            over = true;
            end = new End(code, reason);
            stillRunning = inFlightByExchange.size() - streams;
        }
        concurrency.onSessionEnd(stillRunning);
        openFlows().forEach(FlowingExchange::onLost);
        sender.wake();
        onChange.run();
    }

    boolean isOver() {
        synchronized (inFlightByExchange) {
            return over;
        }
    }

    /** Returns the reason of the end; null before it. */
    @Nullable
    End ending() {
        synchronized (inFlightByExchange) {
            return end;
        }
    }

    /** Notes a turn of the receiving thread. */
    void onReceiving(long nowNs) {
        receivedNs = nowNs;
    }

    /** Lets no further request begin. */
    void bar() {
        barred = true;
    }

    /**
     * Whether a request of this session may begin. It may not once the session is over. Nor may it just after a stall
     * of the process, until a turn of the receiving thread has measured it.
     */
    boolean mayBegin(long nowNs) {
        return !barred && nowNs - receivedNs <= stallNs && !isOver();
    }

    /** Notes that the second connection has joined: it carries the heartbeats from now on. */
    void onLaneJoined() {
        laneJoined = true;
    }

    boolean isLaneJoined() {
        return laneJoined;
    }

    /** Returns the newest revision that was sent to the router. */
    long sentRevision() {
        return sentRevision;
    }

    void onSentRevision(long revision) {
        sentRevision = revision;
    }

    /** Has the router send nothing new. */
    void drain() {
        draining = true;
        sender.wake();
    }

    boolean isDraining() {
        return draining;
    }

    /** Has the cell leave once all final records are sent. */
    void leave() {
        leaving = true;
        sender.wake();
    }

    boolean isLeaving() {
        return leaving;
    }

    void onLeft() {
        left = true;
    }

    boolean hasLeft() {
        return left;
    }
}

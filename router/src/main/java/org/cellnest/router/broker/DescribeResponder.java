package org.cellnest.router.broker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.Describe;
import org.cellnest.protocol.Description;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Answers DESCRIBE requests of gateways with the routes, one piece in each turn, so that requests never wait for long.
 * Used by the broker's thread alone.
 */
final class DescribeResponder {
    /**
     * The maximum number of routes examined for one piece, and the approximate maximum of its text; either takes well
     * below a millisecond.
     */
    private static final int MAX_ROUTES = 256;

    private static final int MAX_CHARS = 64 << 10;

    private record Question(GatewaySession gateway, Describe describe) {}

    private final RouteTable table;
    private final Outboxes outboxes;
    private final int maxBytes;
    private final Deque<Question> questions = new ArrayDeque<>();

    /** @param maxBytes the maximum size of one record */
    DescribeResponder(RouteTable table, Outboxes outboxes, int maxBytes) {
        this.table = table;
        this.outboxes = outboxes;
        this.maxBytes = maxBytes;
    }

    void onDescribe(GatewaySession gateway, Describe describe) throws ProtocolException {
        if (!gateway.startDescribing()) {
            throw new ProtocolException(ErrorCode.UNEXPECTED, "DESCRIBE before DESCRIPTION (expected: one at a time)");
        }
        questions.add(new Question(gateway, describe));
    }

    /** Whether {@link #onTurn} has a request to answer. */
    boolean isWaiting() {
        return !questions.isEmpty();
    }

    /** Answers one DESCRIBE, if there is any. */
    void onTurn() {
        Question question;
        while ((question = questions.poll()) != null) {
            if (!question.gateway.isEnded()) {
                question.gateway.onDescribed();
                outboxes.add(question.gateway.outbox, answer(question.describe));
                return;
            }
        }
    }

    private WireRecord answer(Describe describe) {
        long after = describe.after();
        if (after == 0 && describe.known() == table.revision()) {
            return MessageCodec.record(new Description(table.revision(), after, 0, Map.of(), List.of()));
        }
        List<Route> routes = new ArrayList<>();
        int looked = 0;
        int chars = 0;
        long last = after;
        long next = 0;
        for (Route route : table.createdAfter(after)) {
            boolean told = route.isKnown() && !route.inner();
            int more = !told ? 0 : chars(route.info());
            if (looked == MAX_ROUTES || (chars > 0 && chars + more > MAX_CHARS)) {
                next = last;
                break;
            }
            looked++;
            last = route.id;
            if (told) {
                chars += more;
                routes.add(route);
            }
        }
        return fitting(after, next, routes);
    }

    /** Builds a record within the limit. Escaped characters take more bytes than estimated. */
    private WireRecord fitting(long after, long next, List<Route> routes) {
        WireRecord whole = record(after, next, routes, false);
        if (whole.length() <= maxBytes || routes.isEmpty()) {
            return whole;
        }
        if (routes.size() == 1) {
            return record(after, next, routes, true);
        }
        List<Route> fewer = routes.subList(0, routes.size() / 2);
        return fitting(after, fewer.get(fewer.size() - 1).id, fewer);
    }

    private WireRecord record(long after, long next, List<Route> routes, boolean bare) {
        Map<String, String> versions = new LinkedHashMap<>();
        List<RouteInfo> infos = new ArrayList<>(routes.size());
        for (Route route : routes) {
            RouteInfo info = route.info().withMethods(List.of(route.key.method()));
            infos.add(bare ? info.with(List.of(), null, null) : info);
            if (!route.version().isEmpty()) {
                versions.put(route.deployment, route.version());
            }
        }
        return MessageCodec.record(new Description(table.revision(), after, next, versions, infos));
    }

    private static int chars(RouteInfo info) {
        int chars = 256
                + info.template().length()
                + info.description().length()
                + length(info.request())
                + length(info.response());
        for (Map<String, String> parameter : info.parameters()) {
            for (Map.Entry<String, String> member : parameter.entrySet()) {
                chars += member.getKey().length() + member.getValue().length();
            }
        }
        return chars;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}

package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.cellnest.protocol.Challenge;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Admits peers. Collects a registration's pages, has them parsed on another thread, and requests the proof of the key
 * where there is one. Hands over the complete registration or join. Used by the broker's thread alone.
 */
final class RouterHandshakes {
    /** A listener that is notified of the outcome of each handshake. */
    interface Gate {
        /** Receives a registration that is complete and proven; the connection may have a session already. */
        void onRegistration(RouterHandshake routerHandshake, Register register, long nowNs);

        /** Receives a JOIN that is proven. */
        void onJoin(RouterHandshake routerHandshake, Join join, long nowNs);

        /** Reports that the connection is not admitted, or no longer. */
        void onOffence(Connection connection, ErrorCode code, String reason, long nowNs);

        @Nullable
        Session session(String id);
    }

    private static final long HANDSHAKE_NS = 10_000_000_000L;
    private static final long MAX_BYTES = 64L << 20;
    /** The overhead of a waiting record beside its bytes, so that many small records are bounded too. */
    private static final int RECORD_OVERHEAD = 512;

    private static final int MAX_ROUTES = 1 << 16;
    private static final int MAX_UNPROVEN = 256;
    private static final int MAX_JOIN_BYTES = 4 << 10;

    private final @Nullable KeyProof key;
    private final int maxPageBytes;
    private final int maxPages;
    private final RegistrationParser parser;
    private final Outboxes outboxes;
    private final RandomGenerator random;
    private final Gate gate;
    private final Map<Long, RouterHandshake> handshakesByToken = new LinkedHashMap<>();
    private long lastToken;
    private long bytes;

    RouterHandshakes(
            BrokerSettings settings, RegistrationParser parser, Outboxes outboxes, RandomGenerator random, Gate gate) {
        this.key = settings.key();
        this.maxPageBytes = settings.limits().maxRoutesPageBytes();
        this.maxPages = settings.limits().maxRoutesPages();
        this.parser = parser;
        this.outboxes = outboxes;
        this.random = random;
        this.gate = gate;
    }

    int size() {
        return handshakesByToken.size();
    }

    /** Handles a REGISTER, on a connection without a session or on any lane of one. */
    void onRegister(Connection connection, WireRecord record, long nowNs) {
        if (record.length() > maxPageBytes) {
            tooLarge(connection, record, nowNs);
            return;
        }
        drop(connection);
        boolean known = connection.session() != null || key == null;
        if (!known && isCrowded(connection, nowNs)) {
            return;
        }
        RouterHandshake routerHandshake = begin(connection, record, known, nowNs);
        parse(routerHandshake, routerHandshake.record, nowNs);
    }

    /** Handles a ROUTES, after REGISTER on the same connection. */
    void onRoutes(Connection connection, WireRecord record, long nowNs) {
        RouterHandshake routerHandshake = connection.handshake();
        if (routerHandshake == null || routerHandshake.join() != null) {
            gate.onOffence(connection, ErrorCode.UNEXPECTED, "ROUTES without a REGISTER before", nowNs);
        } else if (record.length() > maxPageBytes || routerHandshake.onPageArrived() > maxPages) {
            tooLarge(connection, record, nowNs);
        } else if (routerHandshake.isProven()) {
            parse(routerHandshake, record, nowNs);
        } else if (count(routerHandshake, record.length(), nowNs)) {
            routerHandshake.hold(alone(record));
        }
    }

    /** Handles a JOIN, on a connection without a session. */
    void onJoin(Connection connection, WireRecord record, long nowNs) {
        if (record.length() > MAX_JOIN_BYTES) {
            tooLarge(connection, record, nowNs);
            return;
        }
        if (key != null && isCrowded(connection, nowNs)) {
            return;
        }
        try {
            RouterHandshake routerHandshake = begin(connection, record, key == null, nowNs);
            Join join = (Join) MessageCodec.decode(record);
            routerHandshake.onJoin(join);
            if (routerHandshake.isProven()) {
                finish(routerHandshake, nowNs);
            } else {
                challenge(routerHandshake, join.key(), nowNs);
            }
        } catch (ProtocolException e) {
            gate.onOffence(connection, e.code(), String.valueOf(e.getMessage()), nowNs);
        }
    }

    /** Handles a PROVE, after a CHALLENGE. */
    void onProve(Connection connection, Prove prove, long nowNs) {
        RouterHandshake routerHandshake = connection.handshake();
        if (routerHandshake == null || key == null || !routerHandshake.isChallenged()) {
            gate.onOffence(connection, ErrorCode.UNEXPECTED, "PROVE without a CHALLENGE before", nowNs);
            return;
        }
        RouterHandshake.Subject subject = subject(routerHandshake);
        if (subject == null) {
            gate.onOffence(connection, ErrorCode.SESSION, "the session has ended", nowNs);
            return;
        }
        if (!routerHandshake.prove(key, subject, prove)) {
            gate.onOffence(connection, ErrorCode.KEY, "the proof is wrong", nowNs);
            return;
        }
        for (WireRecord page : routerHandshake.takeHeld()) {
            uncount(page);
            parse(routerHandshake, page, nowNs);
        }
        finishIfComplete(routerHandshake, nowNs);
    }

    private RouterHandshake.@Nullable Subject subject(RouterHandshake routerHandshake) {
        Register register = routerHandshake.register();
        if (register != null) {
            return new RouterHandshake.Subject(register.kind(), register.id(), register.incarnation(), 0);
        }
        Join join = routerHandshake.join();
        Session session = join == null ? null : gate.session(join.session());
        return join == null || session == null
                ? null
                : new RouterHandshake.Subject(session.kind, session.peerId, session.incarnation, join.lane());
    }

    /** Handles the parser's result for a record. */
    void onParsed(long token, ParsedRegistration parsedRegistration, long nowNs) {
        bytes -= cost(parsedRegistration.bytes());
        RouterHandshake routerHandshake = handshakesByToken.get(token);
        if (routerHandshake == null) {
            return;
        }
        routerHandshake.onParsed();
        Connection connection = routerHandshake.connection;
        if (parsedRegistration instanceof ParsedRegistration.Failed failed) {
            gate.onOffence(connection, failed.code(), failed.reason(), nowNs);
        } else if (parsedRegistration instanceof ParsedRegistration.Registration registration) {
            routerHandshake.onRegister(registration.register());
            if (routerHandshake.isProven()) {
                finishIfComplete(routerHandshake, nowNs);
            } else {
                challenge(routerHandshake, registration.register().key(), nowNs);
            }
        } else if (parsedRegistration instanceof ParsedRegistration.Page page) {
            onPage(routerHandshake, page, nowNs);
        }
    }

    private void onPage(RouterHandshake routerHandshake, ParsedRegistration.Page page, long nowNs) {
        if (!routerHandshake.expects(page)) {
            Register register = routerHandshake.register();
            gate.onOffence(
                    routerHandshake.connection,
                    ErrorCode.UNEXPECTED,
                    "page " + page.page() + " of revision " + page.revision() + " (expected: page "
                            + (routerHandshake.parsedPages() + 1) + " of revision "
                            + (register == null ? "none" : register.revision()) + ")",
                    nowNs);
            return;
        }
        routerHandshake.onPage(page);
        if (routerHandshake.routes().size() > MAX_ROUTES) {
            gate.onOffence(
                    routerHandshake.connection,
                    ErrorCode.LIMIT,
                    routerHandshake.routes().size() + " routes in a registration (expected: at most " + MAX_ROUTES
                            + ")",
                    nowNs);
            return;
        }
        finishIfComplete(routerHandshake, nowNs);
    }

    private void challenge(RouterHandshake routerHandshake, @Nullable KeyHint hint, long nowNs) {
        Connection connection = routerHandshake.connection;
        if (key == null || hint == null || !hint.id().equals(key.keyId())) {
            gate.onOffence(
                    connection,
                    ErrorCode.KEY,
                    hint == null
                            ? "no key (expected: a proof of the nest's key)"
                            : "a proof of key " + hint.id() + " (expected: of the nest's key)",
                    nowNs);
            return;
        }
        byte[] nonce = new byte[KeyProof.NONCE_BYTES];
        random.nextBytes(nonce);
        routerHandshake.challenge(hint, nonce);
        outboxes.sendNow(connection.id, new Challenge(nonce, key.ofRouter(hint.nonce(), nonce)));
    }

    private void finishIfComplete(RouterHandshake routerHandshake, long nowNs) {
        Register register = routerHandshake.register();
        if (register != null && routerHandshake.parsedPages() > register.routesPages()) {
            gate.onOffence(
                    routerHandshake.connection,
                    ErrorCode.UNEXPECTED,
                    routerHandshake.parsedPages() + " pages (expected: " + register.routesPages() + ")",
                    nowNs);
        } else if (routerHandshake.isComplete()) {
            finish(routerHandshake, nowNs);
        }
    }

    private void finish(RouterHandshake routerHandshake, long nowNs) {
        end(routerHandshake);
        Register register = routerHandshake.register();
        Join join = routerHandshake.join();
        if (register != null) {
            gate.onRegistration(routerHandshake, register, nowNs);
        } else if (join != null) {
            gate.onJoin(routerHandshake, join, nowNs);
        }
    }

    /**
     * Refuses a peer if too many handshakes are in progress, whose records are kept until the key is proved; returns
     * whether it refused.
     */
    private boolean isCrowded(Connection connection, long nowNs) {
        if (handshakesByToken.size() < MAX_UNPROVEN) {
            return false;
        }
        gate.onOffence(connection, ErrorCode.BUSY, "too many peers prove the key at once; come again", nowNs);
        return true;
    }

    private RouterHandshake begin(Connection connection, WireRecord record, boolean proven, long nowNs) {
        RouterHandshake routerHandshake =
                new RouterHandshake(connection, ++lastToken, alone(record), proven, nowNs + HANDSHAKE_NS);
        connection.begin(routerHandshake);
        handshakesByToken.put(routerHandshake.token, routerHandshake);
        return routerHandshake;
    }

    private void parse(RouterHandshake routerHandshake, WireRecord record, long nowNs) {
        if (count(routerHandshake, record.length(), nowNs)) {
            routerHandshake.onParsing();
            parser.parse(routerHandshake.connection.id, routerHandshake.token, alone(record));
        }
    }

    /** Returns the record without its batch, which would otherwise be kept with it and escape the count. */
    private static WireRecord alone(WireRecord record) {
        return record.isWholeFrame() ? record : record.copy();
    }

    private static int cost(int length) {
        return length + RECORD_OVERHEAD;
    }

    private boolean count(RouterHandshake routerHandshake, int length, long nowNs) {
        if (bytes + cost(length) > MAX_BYTES) {
            gate.onOffence(
                    routerHandshake.connection, ErrorCode.BUSY, "too many registrations at once; come again", nowNs);
            return false;
        }
        bytes += cost(length);
        return true;
    }

    private void uncount(WireRecord record) {
        bytes -= cost(record.length());
    }

    /** Drops the handshake of a connection that is lost, closed or begins anew. */
    void drop(Connection connection) {
        RouterHandshake routerHandshake = connection.handshake();
        if (routerHandshake != null) {
            end(routerHandshake);
        }
    }

    private void end(RouterHandshake routerHandshake) {
        if (handshakesByToken.remove(routerHandshake.token) != null) {
            routerHandshake.takeHeld().forEach(this::uncount);
        }
        routerHandshake.connection.forget(routerHandshake);
    }

    /** Ends handshakes that are not completed in time, except those whose records are still at the parser. */
    void onPeriod(long nowNs) {
        for (RouterHandshake routerHandshake : new ArrayList<>(handshakesByToken.values())) {
            if (routerHandshake.deadlineNs - nowNs <= 0 && !routerHandshake.isParsing()) {
                gate.onOffence(
                        routerHandshake.connection,
                        ErrorCode.UNEXPECTED,
                        "a registration that was not finished within " + HANDSHAKE_NS / 1_000_000_000L + " s",
                        nowNs);
                end(routerHandshake);
            }
        }
    }

    private void tooLarge(Connection connection, WireRecord record, long nowNs) {
        gate.onOffence(
                connection,
                ErrorCode.LIMIT,
                record.type() + " of " + record.length() + " bytes (expected: at most " + maxPageBytes + ", and "
                        + maxPages + " pages)",
                nowNs);
    }
}

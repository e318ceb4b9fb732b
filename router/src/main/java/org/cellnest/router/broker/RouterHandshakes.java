package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.cellnest.protocol.Challenge;
import org.cellnest.protocol.ErrorCode;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.ProtocolException;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * Lets peers in: collects a registration's pages, has them parsed elsewhere, asks for the proof of the key where there
 * is one, and hands over what is complete. Used by the broker's thread alone.
 */
final class RouterHandshakes {
    /** Who is told what became of an admission. */
    interface Gate {
        /** A registration is complete and proven; the connection may have a session already. */
        void onRegistration(RouterHandshake routerHandshake, Register register, long nowNs);

        /** A lane is proven. */
        void onJoin(RouterHandshake routerHandshake, Join join, long nowNs);

        /** The connection is not, or no longer, let in. */
        void onOffence(Connection connection, ErrorCode code, String reason, long nowNs);

        @Nullable
        Session session(String id);
    }

    private static final long HANDSHAKE_NS = 10_000_000_000L;
    private static final long MAX_BYTES = 64L << 20;
    /** What a record that waits costs beside its bytes, so that many small ones are bounded too. */
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
    private final Map<Long, RouterHandshake> admissionsByToken = new LinkedHashMap<>();
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
        return admissionsByToken.size();
    }

    /** REGISTER, on a connection without a session or on any lane of one. */
    void onRegister(Connection connection, WireRecord record, long nowNs) {
        if (record.length() > maxPageBytes) {
            tooLarge(connection, record, nowNs);
            return;
        }
        drop(connection);
        boolean known = connection.session != null || key == null;
        if (!known && isCrowded(connection, nowNs)) {
            return;
        }
        RouterHandshake routerHandshake = begin(connection, record, known, nowNs);
        parse(routerHandshake, routerHandshake.record, nowNs);
    }

    /** ROUTES, after REGISTER on the same connection. */
    void onRoutes(Connection connection, WireRecord record, long nowNs) {
        RouterHandshake routerHandshake = connection.routerHandshake;
        if (routerHandshake == null || routerHandshake.join != null) {
            gate.onOffence(connection, ErrorCode.UNEXPECTED, "ROUTES without a REGISTER before", nowNs);
        } else if (record.length() > maxPageBytes || ++routerHandshake.pagesSeen > maxPages) {
            tooLarge(connection, record, nowNs);
        } else if (routerHandshake.proven) {
            parse(routerHandshake, record, nowNs);
        } else if (count(routerHandshake, record.length(), nowNs)) {
            routerHandshake.held.add(alone(record));
        }
    }

    /** JOIN, on a connection without a session. */
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
            routerHandshake.join = join;
            if (routerHandshake.proven) {
                finish(routerHandshake, nowNs);
            } else {
                challenge(routerHandshake, join.key(), nowNs);
            }
        } catch (ProtocolException e) {
            gate.onOffence(connection, e.code(), String.valueOf(e.getMessage()), nowNs);
        }
    }

    /** PROVE, after a CHALLENGE. */
    void onProve(Connection connection, Prove prove, long nowNs) {
        RouterHandshake routerHandshake = connection.routerHandshake;
        byte[] routerNonce = routerHandshake == null ? null : routerHandshake.routerNonce;
        KeyHint hint = routerHandshake == null ? null : routerHandshake.hint;
        if (routerHandshake == null || routerHandshake.proven || key == null || hint == null || routerNonce == null) {
            gate.onOffence(connection, ErrorCode.UNEXPECTED, "PROVE without a CHALLENGE before", nowNs);
            return;
        }
        PeerKind kind;
        String id;
        String incarnation;
        int lane;
        Register register = routerHandshake.register;
        Join join = routerHandshake.join;
        if (register != null) {
            kind = register.kind();
            id = register.id();
            incarnation = register.incarnation();
            lane = 0;
        } else {
            Session session = join == null ? null : gate.session(join.session());
            if (session == null || join == null) {
                gate.onOffence(connection, ErrorCode.SESSION, "the session has ended", nowNs);
                return;
            }
            kind = session.kind;
            id = session.peerId;
            incarnation = session.incarnation;
            lane = join.lane();
        }
        byte[] expected = key.ofPeer(kind, id, incarnation, lane, hint.nonce(), routerNonce, routerHandshake.record);
        if (!KeyProof.matches(expected, prove.proof())) {
            gate.onOffence(connection, ErrorCode.KEY, "the proof is wrong", nowNs);
            return;
        }
        routerHandshake.proven = true;
        List<WireRecord> held = List.copyOf(routerHandshake.held);
        routerHandshake.held.clear();
        for (WireRecord page : held) {
            uncount(page);
            parse(routerHandshake, page, nowNs);
        }
        finishIfComplete(routerHandshake, nowNs);
    }

    /** What the parser found. */
    void onParsed(long token, ParsedRegistration parsedRegistration, long nowNs) {
        bytes -= cost(parsedRegistration.bytes());
        RouterHandshake routerHandshake = admissionsByToken.get(token);
        if (routerHandshake == null) {
            return;
        }
        routerHandshake.parsing--;
        Connection connection = routerHandshake.connection;
        if (parsedRegistration instanceof ParsedRegistration.Failed failed) {
            gate.onOffence(connection, failed.code(), failed.reason(), nowNs);
        } else if (parsedRegistration instanceof ParsedRegistration.Registration registration) {
            routerHandshake.register = registration.register();
            if (routerHandshake.proven) {
                finishIfComplete(routerHandshake, nowNs);
            } else {
                challenge(routerHandshake, registration.register().key(), nowNs);
            }
        } else if (parsedRegistration instanceof ParsedRegistration.Page page) {
            onPage(routerHandshake, page, nowNs);
        }
    }

    private void onPage(RouterHandshake routerHandshake, ParsedRegistration.Page page, long nowNs) {
        Register register = routerHandshake.register;
        if (register == null || page.revision() != register.revision() || page.page() != routerHandshake.pages + 1) {
            gate.onOffence(
                    routerHandshake.connection,
                    ErrorCode.UNEXPECTED,
                    "page " + page.page() + " of revision " + page.revision() + " (expected: page "
                            + (routerHandshake.pages + 1) + " of revision "
                            + (register == null ? "none" : register.revision()) + ")",
                    nowNs);
            return;
        }
        routerHandshake.pages++;
        routerHandshake.routes.addAll(page.routes());
        page.invalid().forEach(routerHandshake.invalid::putIfAbsent);
        if (routerHandshake.routes.size() > MAX_ROUTES) {
            gate.onOffence(
                    routerHandshake.connection,
                    ErrorCode.LIMIT,
                    routerHandshake.routes.size() + " routes in a registration (expected: at most " + MAX_ROUTES + ")",
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
        routerHandshake.hint = hint;
        routerHandshake.routerNonce = nonce;
        outboxes.sendNow(connection.id, new Challenge(nonce, key.ofRouter(hint.nonce(), nonce)));
    }

    private void finishIfComplete(RouterHandshake routerHandshake, long nowNs) {
        Register register = routerHandshake.register;
        if (register != null && routerHandshake.pages > register.routesPages()) {
            gate.onOffence(
                    routerHandshake.connection,
                    ErrorCode.UNEXPECTED,
                    routerHandshake.pages + " pages (expected: " + register.routesPages() + ")",
                    nowNs);
        } else if (routerHandshake.isComplete()) {
            finish(routerHandshake, nowNs);
        }
    }

    private void finish(RouterHandshake routerHandshake, long nowNs) {
        end(routerHandshake);
        Register register = routerHandshake.register;
        Join join = routerHandshake.join;
        if (register != null) {
            gate.onRegistration(routerHandshake, register, nowNs);
        } else if (join != null) {
            gate.onJoin(routerHandshake, join, nowNs);
        }
    }

    /** What strangers say before they have proved the key is kept until then: so much, and no more. */
    private boolean isCrowded(Connection connection, long nowNs) {
        if (admissionsByToken.size() < MAX_UNPROVEN) {
            return false;
        }
        gate.onOffence(connection, ErrorCode.BUSY, "too many peers prove the key at once; come again", nowNs);
        return true;
    }

    private RouterHandshake begin(Connection connection, WireRecord record, boolean proven, long nowNs) {
        RouterHandshake routerHandshake =
                new RouterHandshake(connection, ++lastToken, alone(record), proven, nowNs + HANDSHAKE_NS);
        connection.routerHandshake = routerHandshake;
        admissionsByToken.put(routerHandshake.token, routerHandshake);
        return routerHandshake;
    }

    private void parse(RouterHandshake routerHandshake, WireRecord record, long nowNs) {
        if (count(routerHandshake, record.length(), nowNs)) {
            routerHandshake.parsing++;
            parser.parse(routerHandshake.connection.id, routerHandshake.token, alone(record));
        }
    }

    /** The record without the batch that it came in, which would be kept with it, and which nobody counts. */
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

    /** The connection is gone or closed, or begins anew: what was under way on it is forgotten. */
    void drop(Connection connection) {
        RouterHandshake routerHandshake = connection.routerHandshake;
        if (routerHandshake != null) {
            end(routerHandshake);
        }
    }

    private void end(RouterHandshake routerHandshake) {
        if (admissionsByToken.remove(routerHandshake.token) != null) {
            for (WireRecord page : routerHandshake.held) {
                uncount(page);
            }
            routerHandshake.held.clear();
        }
        if (routerHandshake.connection.routerHandshake == routerHandshake) {
            routerHandshake.connection.routerHandshake = null;
        }
    }

    /** Gives up on peers that do not finish, but not on those whose records the parser has yet to come to. */
    void onPeriod(long nowNs) {
        for (RouterHandshake routerHandshake : new ArrayList<>(admissionsByToken.values())) {
            if (routerHandshake.deadlineNs - nowNs <= 0 && routerHandshake.parsing == 0) {
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

package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.KeyProof;
import org.cellnest.protocol.PeerKind;
import org.cellnest.protocol.Prove;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/**
 * A REGISTER with its pages, or a JOIN, on its way to being admitted. Used by the broker's thread alone.
 *
 * <pre>
 *   UNPROVEN   -> CHALLENGED    a CHALLENGE is sent; pages are held
 *   CHALLENGED -> PROVEN        the peer has proved the nest's key
 *   PROVEN                      from the beginning where the nest has no key or the connection has a session
 * </pre>
 */
final class RouterHandshake {
    enum State {
        UNPROVEN,
        CHALLENGED,
        PROVEN
    }

    /** The peer and the lane that a proof is about. */
    record Subject(PeerKind kind, String id, String incarnation, int lane) {}

    private static final byte[] NO_NONCE = {};

    final Connection connection;
    final long token;
    /** The REGISTER or JOIN itself, which the proof covers. */
    final WireRecord record;

    final long deadlineNs;

    private final List<CompiledRoute> routes = new ArrayList<>();
    private final Map<String, ParsedRegistration.Invalid> invalid = new HashMap<>();
    /** Pages that wait for the proof. */
    private final List<WireRecord> held = new ArrayList<>();

    private State state;
    private @Nullable Register register;
    private @Nullable Join join;
    private byte[] peerNonce = NO_NONCE;
    private byte[] routerNonce = NO_NONCE;
    private int arrivedPages;
    private int parsedPages;
    /** Records that the parser has: meanwhile the peer waits for the router. */
    private int parsing;

    RouterHandshake(Connection connection, long token, WireRecord record, boolean proven, long deadlineNs) {
        this.connection = connection;
        this.token = token;
        this.record = record;
        this.state = proven ? State.PROVEN : State.UNPROVEN;
        this.deadlineNs = deadlineNs;
    }

    // Its records.

    void onJoin(Join decoded) {
        join = decoded;
    }

    /** The JOIN, or null for a registration. */
    @Nullable
    Join join() {
        return join;
    }

    void onRegister(Register parsed) {
        register = parsed;
    }

    /** The REGISTER, or null for a join and until it is parsed. */
    @Nullable
    Register register() {
        return register;
    }

    /** Counts a page that has arrived; returns how many there are. */
    int onPageArrived() {
        return ++arrivedPages;
    }

    /** Keeps a page until the key is proved. */
    void hold(WireRecord page) {
        held.add(page);
    }

    /** Gives away the pages that were kept. */
    List<WireRecord> takeHeld() {
        List<WireRecord> pages = List.copyOf(held);
        held.clear();
        return pages;
    }

    void onParsing() {
        parsing++;
    }

    void onParsed() {
        parsing--;
    }

    /** Whether the parser has a record of it. */
    boolean isParsing() {
        return parsing > 0;
    }

    /** Whether a page is the one after the last. */
    boolean expects(ParsedRegistration.Page page) {
        return register != null && page.revision() == register.revision() && page.page() == parsedPages + 1;
    }

    void onPage(ParsedRegistration.Page page) {
        parsedPages++;
        routes.addAll(page.routes());
        page.invalid().forEach(invalid::putIfAbsent);
    }

    /** The number of pages that are parsed. */
    int parsedPages() {
        return parsedPages;
    }

    List<CompiledRoute> routes() {
        return routes;
    }

    /** The deployments one of whose routes is not valid. */
    Map<String, ParsedRegistration.Invalid> invalid() {
        return invalid;
    }

    boolean isComplete() {
        return isProven() && (join != null || (register != null && parsedPages == register.routesPages()));
    }

    // Its proof.

    /** Notes the CHALLENGE that is sent. */
    void challenge(KeyHint hint, byte[] nonce) {
        become(State.CHALLENGED);
        peerNonce = hint.nonce();
        routerNonce = nonce;
    }

    boolean isChallenged() {
        return state == State.CHALLENGED;
    }

    /** Accepts a proof that is right; returns false for a wrong one. */
    boolean prove(KeyProof key, Subject subject, Prove prove) {
        byte[] expected = key.ofPeer(
                subject.kind(), subject.id(), subject.incarnation(), subject.lane(), peerNonce, routerNonce, record);
        if (!KeyProof.matches(expected, prove.proof())) {
            return false;
        }
        become(State.PROVEN);
        return true;
    }

    boolean isProven() {
        return state == State.PROVEN;
    }

    private void become(State next) {
        boolean legal = switch (state) {
            case UNPROVEN -> next == State.CHALLENGED;
            case CHALLENGED -> next == State.PROVEN;
            case PROVEN -> false;
        };
        if (!legal) {
            throw new IllegalStateException("handshake " + token + ": " + state + " to " + next);
        }
        state = next;
    }
}

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
 * A REGISTER with its pages, or a JOIN, in the process of admission. Used by the broker's thread alone.
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

    /** The peer and the lane that a proof covers. */
    record Subject(PeerKind kind, String id, String incarnation, int lane) {}

    private static final byte[] NO_NONCE = {};

    final Connection connection;
    final long token;
    /** The REGISTER or JOIN itself, covered by the proof. */
    final WireRecord record;

    final long deadlineNs;

    private final List<CompiledRoute> routes = new ArrayList<>();
    private final Map<String, ParsedRegistration.Invalid> invalid = new HashMap<>();
    /** The pages that wait for the proof. */
    private final List<WireRecord> held = new ArrayList<>();

    private State state;
    private @Nullable Register register;
    private @Nullable Join join;
    private byte[] peerNonce = NO_NONCE;
    private byte[] routerNonce = NO_NONCE;
    private int arrivedPages;
    private int parsedPages;
    /** The number of records at the parser; meanwhile the peer is not to blame for delays. */
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

    /** Returns the JOIN, or null for a registration. */
    @Nullable
    Join join() {
        return join;
    }

    void onRegister(Register parsed) {
        register = parsed;
    }

    /** Returns the REGISTER, or null for a join or an unparsed registration. */
    @Nullable
    Register register() {
        return register;
    }

    /** Counts a page that has arrived; returns the number of pages so far. */
    int onPageArrived() {
        return ++arrivedPages;
    }

    /** Keeps a page until the key is proved. */
    void hold(WireRecord page) {
        held.add(page);
    }

    /** Removes and returns the pages that were kept. */
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

    /** Whether a record of this handshake is at the parser. */
    boolean isParsing() {
        return parsing > 0;
    }

    /** Whether a page follows the last one. */
    boolean expects(ParsedRegistration.Page page) {
        return register != null && page.revision() == register.revision() && page.page() == parsedPages + 1;
    }

    void onPage(ParsedRegistration.Page page) {
        parsedPages++;
        routes.addAll(page.routes());
        page.invalid().forEach(invalid::putIfAbsent);
    }

    /** Returns the number of pages that are parsed. */
    int parsedPages() {
        return parsedPages;
    }

    List<CompiledRoute> routes() {
        return routes;
    }

    /** Returns the deployments with an invalid route. */
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

    /** Accepts a correct proof; returns false for a wrong one. */
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

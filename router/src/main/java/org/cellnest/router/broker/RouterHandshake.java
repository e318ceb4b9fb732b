package org.cellnest.router.broker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cellnest.protocol.Join;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.WireRecord;
import org.jspecify.annotations.Nullable;

/** A REGISTER with its pages, or a JOIN, on its way to being admitted. */
final class RouterHandshake {
    final Connection connection;
    final long token;
    /** The REGISTER or JOIN itself, which the proof covers. */
    final WireRecord record;

    final long deadlineNs;
    final List<CompiledRoute> routes = new ArrayList<>();
    final Map<String, ParsedRegistration.Invalid> invalid = new HashMap<>();
    /** Pages that wait for the proof. */
    final List<WireRecord> held = new ArrayList<>();

    @Nullable
    Register register;

    @Nullable
    Join join;

    @Nullable
    KeyHint hint;

    byte @Nullable [] routerNonce;
    boolean proven;
    int pagesSeen;
    /** Records of it that are being parsed: meanwhile it waits for the router, not for its peer. */
    int parsing;

    int pages;

    RouterHandshake(Connection connection, long token, WireRecord record, boolean proven, long deadlineNs) {
        this.connection = connection;
        this.token = token;
        this.record = record;
        this.proven = proven;
        this.deadlineNs = deadlineNs;
    }

    boolean isComplete() {
        return proven && (join != null || (register != null && pages == register.routesPages()));
    }
}

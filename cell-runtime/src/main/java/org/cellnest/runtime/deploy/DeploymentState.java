package org.cellnest.runtime.deploy;

/**
 * The states in the life of a deployment.
 *
 * <pre>
 * LOADED    -> ANNOUNCED  part of a revision
 * ANNOUNCED -> SERVING    a router has accepted it
 * ANNOUNCED -> RETIRING   refused, or replaced, or its jar is gone
 * SERVING   -> RETIRING   the same, or its successor needs its resources
 * LOADED    -> RETIRING   overtaken before it was announced
 * RETIRING  -> ANNOUNCED  its successor was refused, so it serves on
 * RETIRING  -> CLOSED     no router sends to it and its last request is answered
 * </pre>
 */
enum DeploymentState {
    LOADED,
    ANNOUNCED,
    SERVING,
    RETIRING,
    CLOSED;

    boolean mayBecome(DeploymentState next) {
        return switch (this) {
            case LOADED -> next == ANNOUNCED || next == RETIRING;
            case ANNOUNCED -> next == SERVING || next == RETIRING;
            case SERVING -> next == RETIRING;
            case RETIRING -> next == ANNOUNCED || next == CLOSED;
            case CLOSED -> false;
        };
    }
}

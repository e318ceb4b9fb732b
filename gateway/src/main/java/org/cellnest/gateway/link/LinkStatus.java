package org.cellnest.gateway.link;

/**
 * A link's readiness, as its thread publishes it for all others.
 *
 * @param isReady whether requests may be sent on all lanes
 * @param why the reason for people where it is not ready, else empty
 */
record LinkStatus(boolean isReady, String why) {
    static final LinkStatus READY = new LinkStatus(true, "");

    static LinkStatus notReady(String why) {
        return new LinkStatus(false, why);
    }
}

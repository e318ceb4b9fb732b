package org.cellnest.gateway.http;

import org.cellnest.gateway.dispatch.ByteBudget;
import org.cellnest.gateway.link.GatewayLoop;
import org.cellnest.gateway.metrics.GatewayCounters;

/**
 * Holds the parts of the gateway that the requests of one I/O thread use.
 *
 * @param loop of the I/O thread
 * @param names of the I/O thread
 */
record LoopContext(
        GatewayLoop loop,
        HeaderNameCache names,
        HttpSettings settings,
        HttpReplyWriter replies,
        OwnResources resources,
        ByteBudget budget,
        GatewayCounters counters,
        DrainLatch open) {}

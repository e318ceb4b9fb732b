package org.cellnest.gateway.session;

import org.cellnest.protocol.KeyProof;
import org.jspecify.annotations.Nullable;

/**
 * Who this gateway is, the same to all routers.
 *
 * @param id its name in the nest
 * @param incarnation random, another one after each start
 * @param key the nest's, or null if none is set
 * @param insecure whether a router that asks for no key is trusted although a key is set
 */
public record Identity(
        String id, String incarnation, @Nullable KeyProof key, boolean insecure) {}

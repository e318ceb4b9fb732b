package org.cellnest.runtime;

import java.util.Map;
import org.cellnest.protocol.KeyProof;
import org.jspecify.annotations.Nullable;

/**
 * Who this cell is, the same to all routers.
 *
 * @param id its name in the nest
 * @param incarnation random, another one after each start
 * @param weight its share of the load beside other cells, 1 to 1000
 * @param labels what an operator says of it
 * @param key the nest's, or null if none is set
 * @param insecure whether a router that asks for no key is trusted although a key is set
 */
record Identity(
        String id,
        String incarnation,
        int weight,
        Map<String, String> labels,
        @Nullable KeyProof key,
        boolean insecure) {}

package org.cellnest.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * Describes a nest before it is started. The settings, {@code key=value}, are added to the ports and folders that every
 * measured nest is given.
 *
 * @param name names the nest in tables and results
 * @param checkout the built checkout that contains the scripts and jars
 * @param routes the size of the route table
 * @param bulk whether the cell has the handlers of large bodies too
 * @param mechanism the security mechanism of its ZMTP connections, {@code NULL} or {@code CURVE}
 * @param router settings of the router
 * @param gateway settings of the gateway
 * @param cell settings of the cell
 */
record NestPlan(
        String name,
        Path checkout,
        int routes,
        boolean bulk,
        String mechanism,
        List<String> router,
        List<String> gateway,
        List<String> cell) {
    NestPlan {
        router = List.copyOf(router);
        gateway = List.copyOf(gateway);
        cell = List.copyOf(cell);
    }

    /** Plans a nest without encryption, with the same settings for its three processes. */
    static NestPlan alike(String name, Path checkout, int routes, boolean bulk, List<String> settings) {
        return new NestPlan(name, checkout, routes, bulk, "NULL", settings, settings, settings);
    }

    /** Returns the facts for a reader, with the settings that all three processes share. */
    NestFacts facts() {
        List<String> shared =
                router.stream().filter(gateway::contains).filter(cell::contains).toList();
        return new NestFacts(name, BenchEnvironment.commit(checkout), Contestants.isOwnNest(name), shared);
    }

    /** Returns the same nest with another name and number of routes. */
    NestPlan with(String otherName, int otherRoutes) {
        return new NestPlan(otherName, checkout, otherRoutes, bulk, mechanism, router, gateway, cell);
    }
}

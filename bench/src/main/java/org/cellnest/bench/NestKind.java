package org.cellnest.bench;

import java.util.List;

/**
 * A way to run a nest of this checkout. The names, in lower case, are the values of {@code --nests}. Of the nests that
 * run, the first in this order is the main nest.
 */
enum NestKind {
    /** The default settings, and thus JeroMQ's transport. */
    JEROMQ("nest", ""),
    NATIVE("nest-native", "nest.transport=native"),
    /** JeroMQ's transport, encrypted, with a key pair for each process. */
    CURVE("nest-curve", "nest.security=curve");

    private final String title;
    private final String setting;

    NestKind(String title, String setting) {
        this.title = title;
        this.setting = setting;
    }

    /** Returns the name in tables and results. */
    String title() {
        return title;
    }

    /** Returns the settings of all three processes, {@code key=value}. */
    List<String> settings() {
        return setting.isEmpty() ? List.of() : List.of(setting);
    }
}

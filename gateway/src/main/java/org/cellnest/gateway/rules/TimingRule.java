package org.cellnest.gateway.rules;

import java.net.InetAddress;
import java.util.List;
import org.cellnest.process.settings.Cidr;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an answer reports timings: always, or when a trusted client requests them by {@code Nest-Timing: 1}.
 * Immutable.
 */
public final class TimingRule {
    /** The field that requests timings. */
    public static final String FIELD = "Nest-Timing";

    private static final String ASKED = "1";

    private final boolean always;
    private final List<Cidr> trusted;

    /** @param trusted the addresses from which clients may request timings */
    public TimingRule(boolean always, List<Cidr> trusted) {
        this.always = always;
        this.trusted = List.copyOf(trusted);
    }

    /**
     * Whether this request's answer reports timings.
     *
     * @param asked the value of the request's field; null: none, or several
     */
    public boolean applies(@Nullable String asked, InetAddress client) {
        return always || (ASKED.equals(asked) && trusted.stream().anyMatch(block -> block.contains(client)));
    }
}

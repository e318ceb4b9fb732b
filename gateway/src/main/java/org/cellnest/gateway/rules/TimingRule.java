package org.cellnest.gateway.rules;

import java.net.InetAddress;
import java.util.List;
import org.cellnest.process.settings.Cidr;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer says where the time went: always, or when a client that is trusted asks by {@code Nest-Timing: 1}.
 * Immutable.
 */
public final class TimingRule {
    /** The field that asks. */
    public static final String FIELD = "Nest-Timing";

    private static final String ASKED = "1";

    private final boolean always;
    private final List<Cidr> trusted;

    /** @param trusted where clients may ask from */
    public TimingRule(boolean always, List<Cidr> trusted) {
        this.always = always;
        this.trusted = List.copyOf(trusted);
    }

    /**
     * Whether this request's answer says it.
     *
     * @param asked the field's value; null: none came, or several
     */
    public boolean applies(@Nullable String asked, InetAddress client) {
        return always || (ASKED.equals(asked) && trusted.stream().anyMatch(block -> block.contains(client)));
    }
}

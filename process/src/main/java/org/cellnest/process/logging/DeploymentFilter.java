package org.cellnest.process.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Accepts or denies a log event by the level of the deployment that logs it. The host's own loggers keep their levels,
 * also on the threads of deployments.
 */
final class DeploymentFilter extends TurboFilter {
    private final DeploymentLevels levels;

    DeploymentFilter(DeploymentLevels levels) {
        this.levels = levels;
        setName("deployments");
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            @Nullable Object @Nullable [] params,
            @Nullable Throwable thrown) {
        String name = logger.getName();
        String deployment = Guests.isOfHost(name) ? null : Guests.current(name);
        if (deployment == null) {
            return FilterReply.NEUTRAL;
        }
        return level.isGreaterOrEqual(levels.of(deployment)) ? FilterReply.ACCEPT : FilterReply.DENY;
    }
}

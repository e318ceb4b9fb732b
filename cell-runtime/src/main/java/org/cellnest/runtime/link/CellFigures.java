package org.cellnest.runtime.link;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import org.cellnest.protocol.Heartbeat;
import org.cellnest.telemetry.FigureNames;
import org.cellnest.telemetry.Figures;
import org.cellnest.telemetry.HistogramCounts;
import org.cellnest.telemetry.JvmFigures;
import org.cellnest.telemetry.StatusCounts;

/** What the cell tells of itself in heartbeats: the figures of all its links together. Any thread. */
public final class CellFigures {
    private final IntSupplier stuck;
    private final IntSupplier closedLoaders;
    private final IntSupplier leakedLoaders;
    private final List<LinkFigures> links = new CopyOnWriteArrayList<>();

    /**
     * Figures of a cell without links.
     *
     * @param stuck how many handlers are stuck now
     * @param closedLoaders how many class loaders of closed deployments are in memory now
     * @param leakedLoaders how many of these have leaked
     */
    public CellFigures(IntSupplier stuck, IntSupplier closedLoaders, IntSupplier leakedLoaders) {
        this.stuck = stuck;
        this.closedLoaders = closedLoaders;
        this.leakedLoaders = leakedLoaders;
    }

    /** The figures of one more link. */
    LinkFigures ofLink() {
        LinkFigures figures = new LinkFigures();
        links.add(figures);
        return figures;
    }

    /** The counters of a heartbeat. */
    Map<String, Long> counters() {
        Figures figures = new Figures(Heartbeat.MAX_COUNTERS);
        JvmFigures.now().putInto(figures);
        HistogramCounts queue = HistogramCounts.NONE;
        HistogramCounts handler = HistogramCounts.NONE;
        long refused = 0;
        for (LinkFigures link : links) {
            queue = queue.plus(link.queue.counts());
            handler = handler.plus(link.handler.counts());
            refused += link.refused.value();
        }
        figures.put(FigureNames.QUEUE, queue);
        figures.put(FigureNames.HANDLER, handler);
        figures.put(FigureNames.REFUSED, refused);
        figures.put(FigureNames.STUCK, stuck.getAsInt());
        figures.put(FigureNames.CLOSED_LOADERS, closedLoaders.getAsInt());
        figures.put(FigureNames.LEAKED_LOADERS, leakedLoaders.getAsInt());
        for (int i = StatusCounts.FIRST_CLASS; i <= StatusCounts.LAST_CLASS; i++) {
            int statusClass = i;
            figures.put(
                    FigureNames.STATUS + StatusCounts.name(i),
                    links.stream()
                            .mapToLong(link -> link.statuses.ofClass(statusClass))
                            .sum());
        }
        return figures.asMap();
    }
}

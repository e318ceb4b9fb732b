package org.cellnest.bench;

import java.util.List;

/**
 * A summary of small requests beside a load, against one target: medians, unless a parameter is described otherwise.
 *
 * @param perSecondAlone answered requests without the load
 * @param mibPerSecond the bytes of the downloads beside; 0 where they are slow readers
 * @param frontMoreBytes the largest growth of the listening process from a run alone to the run after it
 * @param ended the largest number of slow readers whose connection has ended too early
 * @param errors the sum
 */
record BesideSummary(
        String load,
        String target,
        double perSecondAlone,
        double perSecond,
        double p99UsAlone,
        double p99Us,
        double mibPerSecond,
        long frontMoreBytes,
        int ended,
        long errors) {
    static BesideSummary of(BesideLoad load, Target target, List<BesideRound> rounds) {
        return new BesideSummary(
                load.id(),
                target.name(),
                Summary.median(rounds, round -> round.alone().load().perSecond()),
                Summary.median(rounds, round -> round.beside().load().perSecond()),
                Summary.median(rounds, round -> round.alone().load().p99Us()),
                Summary.median(rounds, round -> round.beside().load().p99Us()),
                Summary.median(rounds, BesideRound::mibPerSecond),
                rounds.stream()
                        .mapToLong(round -> round.moreBytes(target))
                        .max()
                        .orElse(0),
                rounds.stream().mapToInt(BesideRound::ended).max().orElse(0),
                rounds.stream()
                        .mapToLong(
                                round -> round.alone().errors() + round.beside().errors())
                        .sum());
    }
}

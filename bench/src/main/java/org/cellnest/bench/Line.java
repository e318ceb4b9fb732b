package org.cellnest.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the peers beside the nest, each with its fastest configuration, and adds notes about them for readers. */
final class Line {
    private final Stage stage;
    private final Contest contest;
    private final Tools tools;
    private final Results results;
    private final Peers peers;

    Line(Stage stage, Contest contest, Tools tools, Results results) {
        this.stage = stage;
        this.contest = contest;
        this.tools = tools;
        this.results = results;
        this.peers = new Peers(stage);
    }

    /**
     * Starts Undertow alone, and the available proxies in front of it.
     *
     * @param small whether small requests are measured, as they are with all peers
     * @param bulk whether large bodies are measured, as they are with {@link Contestants#NGINX_STREAM} too
     */
    List<Target> peers(boolean small, boolean bulk) throws IOException, InterruptedException {
        List<Target> targets = new ArrayList<>();
        Target undertow = peers.undertow();
        undertow.awaitAnswer(Workload.HELLO);
        contest.warmUp(undertow);
        targets.add(undertow);
        int processors = Runtime.getRuntime().availableProcessors();
        results.note("undertow: alone, no proxy before it, the ceiling; " + Math.max(2, processors)
                + " I/O threads (Undertow's default), 256 workers for handlers that sleep (a cell's default), fast handlers"
                + " on the I/O threads, heap and collector as the gateway's. The nest's gateway has "
                + Math.max(1, processors) + " I/O threads (its default).");
        results.note("Everybody runs the same handler class; undertow reads bodies with the gateway's own reader.");
        results.note("All share the machine with wrk. undertow is behind nginx, haproxy and spring; the nest's handlers"
                + " run in its cell.");
        Path nginx = tools.nginx();
        if (nginx != null) {
            Target auto = started(peers.nginx(nginx, "auto", undertow));
            Target best = processors == 1 ? auto : better(auto, peers.nginx(nginx, "1", undertow), "worker_processes");
            targets.add(best);
            if (bulk) {
                targets.add(started(peers.nginxStream(nginx, best.equals(auto) ? "auto" : "1", undertow)));
                results.note(
                        Contestants.NGINX_STREAM + ": nginx with proxy_request_buffering off. nginx as it comes has"
                                + " a whole body on its disk before it passes it on.");
            }
        }
        Path haproxy = tools.haproxy();
        if (haproxy != null) {
            Target auto = started(peers.haproxy(haproxy, 0, undertow));
            targets.add(processors == 1 ? auto : better(auto, peers.haproxy(haproxy, 1, undertow), "nbthread"));
        }
        if (!small) {
            return targets;
        }
        if (peers.hasSpring()) {
            targets.add(started(peers.spring(undertow)));
            results.note("spring: Spring Cloud Gateway (WebFlux) as it comes, one route.");
        } else {
            results.note("spring: not built, measured without it (expected: " + Peers.SPRING + ")");
        }
        return targets;
    }

    private static Target started(Target target) throws IOException, InterruptedException {
        target.awaitAnswer(Workload.HELLO);
        return target;
    }

    private Target better(Target auto, Target single, String setting) throws IOException, InterruptedException {
        started(single);
        boolean autoIsFaster = contest.isFaster(auto, single);
        Target best = autoIsFaster ? auto : single;
        Target loser = autoIsFaster ? single : auto;
        stage.end(loser.processes().get(0));
        results.note(auto.name() + ": " + setting + " " + (autoIsFaster ? "auto" : "1")
                + ", which was the faster of auto and 1 at 64 connections; upstream connections kept alive, no access"
                + " log.");
        return best;
    }
}

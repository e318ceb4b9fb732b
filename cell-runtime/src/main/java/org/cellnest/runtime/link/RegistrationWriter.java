package org.cellnest.runtime.link;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.protocol.JarFailure;
import org.cellnest.protocol.KeyHint;
import org.cellnest.protocol.Limits;
import org.cellnest.protocol.MessageCodec;
import org.cellnest.protocol.Register;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.protocol.Routes;
import org.cellnest.runtime.deploy.Announcement;
import org.cellnest.session.Identity;
import org.jspecify.annotations.Nullable;

/** Writes a cell's state as a REGISTER record and the ROUTES pages that follow it. Stateless. */
final class RegistrationWriter {
    /**
     * The maximum length of all schemas of a registration, in characters. Schemas are for people, and routes come
     * first.
     */
    static final int MAX_SCHEMAS = 8 << 20;

    private RegistrationWriter() {}

    /**
     * Returns the frames to send, in order: REGISTER, then the pages.
     *
     * @param concurrency the maximum number of requests that this router may have in flight here
     * @param deploymentConcurrency the maximum number of these for one deployment; 0 for all
     * @param maxStreams the maximum number of exchanges with bodies that flow that this router may have open here
     * @param limits the router's
     * @param hint on the first registration where the nest has a key
     * @throws IllegalArgumentException if the routes are more than the router takes; the message has their number
     */
    static List<byte[]> frames(
            Identity identity,
            Announcement announcement,
            int concurrency,
            int deploymentConcurrency,
            int maxStreams,
            Limits limits,
            @Nullable KeyHint hint) {
        List<byte[]> pages = new ArrayList<>();
        page(announcement.revision(), withinBounds(announcement.routes()), limits, pages);
        if (pages.size() > limits.maxRoutesPages()) {
            throw new IllegalArgumentException(announcement.routes().size() + " routes on " + pages.size()
                    + " pages (expected: at most " + limits.maxRoutesPages() + ")");
        }
        byte[] register = register(
                identity,
                announcement,
                announcement.failures(),
                concurrency,
                deploymentConcurrency,
                maxStreams,
                pages.size(),
                hint);
        if (register.length > limits.maxRoutesPageBytes()) {
            // Better that nobody hears of the failures than that the rest is refused for them.
            register = register(
                    identity,
                    announcement,
                    List.of(),
                    concurrency,
                    deploymentConcurrency,
                    maxStreams,
                    pages.size(),
                    hint);
        }
        List<byte[]> frames = new ArrayList<>();
        frames.add(register);
        frames.addAll(pages);
        return frames;
    }

    private static byte[] register(
            Identity identity,
            Announcement announcement,
            List<JarFailure> failures,
            int concurrency,
            int deploymentConcurrency,
            int maxStreams,
            int pages,
            @Nullable KeyHint hint) {
        return MessageCodec.encode(Register.of(identity.kind(), identity.id(), identity.incarnation())
                .revision(announcement.revision())
                .concurrency(concurrency)
                .weight(identity.weight())
                .labels(identity.labels())
                .deployments(announcement.deployments())
                .routesPages(pages)
                .key(hint)
                .failures(failures)
                .version(identity.version())
                .deploymentConcurrency(deploymentConcurrency)
                .maxStreams(maxStreams)
                .build());
    }

    /** Halves what does not fit on a page until it does. */
    private static void page(long revision, List<RouteInfo> routes, Limits limits, List<byte[]> pages) {
        if (routes.isEmpty()) {
            return;
        }
        byte[] frame = MessageCodec.encode(new Routes(revision, pages.size() + 1, routes));
        if (frame.length <= limits.maxRoutesPageBytes()) {
            pages.add(frame);
            return;
        }
        if (routes.size() == 1) {
            RouteInfo bare = routes.get(0).with(List.of(), null, null);
            pages.add(MessageCodec.encode(new Routes(revision, pages.size() + 1, List.of(bare))));
            return;
        }
        int half = routes.size() / 2;
        page(revision, routes.subList(0, half), limits, pages);
        page(revision, routes.subList(half, routes.size()), limits, pages);
    }

    private static List<RouteInfo> withinBounds(List<RouteInfo> routes) {
        List<RouteInfo> within = new ArrayList<>(routes.size());
        int chars = 0;
        for (RouteInfo route : routes) {
            int more = length(route.request()) + length(route.response());
            boolean fits = more <= MAX_SCHEMAS - chars;
            chars += fits ? more : 0;
            within.add(fits ? route : route.with(route.parameters(), null, null));
        }
        return within;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}

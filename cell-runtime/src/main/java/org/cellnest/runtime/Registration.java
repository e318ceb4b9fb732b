package org.cellnest.runtime;

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
final class Registration {
    private Registration() {}

    /**
     * The frames to send, in order: REGISTER, then the pages.
     *
     * @param concurrency how many requests this router may have in flight here
     * @param limits the router's
     * @param hint on the first registration where the nest has a key
     * @throws IllegalArgumentException if the routes are more than the router takes; the message says how many
     */
    static List<byte[]> frames(
            Identity identity, Announcement announcement, int concurrency, Limits limits, @Nullable KeyHint hint) {
        List<byte[]> pages = new ArrayList<>();
        page(announcement.revision(), announcement.routes(), limits, pages);
        if (pages.size() > limits.maxRoutesPages()) {
            throw new IllegalArgumentException(announcement.routes().size() + " routes on " + pages.size()
                    + " pages (expected: at most " + limits.maxRoutesPages() + ")");
        }
        byte[] register = register(identity, announcement, announcement.failures(), concurrency, pages.size(), hint);
        if (register.length > limits.maxRoutesPageBytes()) {
            // Better that nobody hears of the failures than that the rest is refused for them.
            register = register(identity, announcement, List.of(), concurrency, pages.size(), hint);
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
            int pages,
            @Nullable KeyHint hint) {
        return MessageCodec.encode(new Register(
                identity.kind(),
                identity.id(),
                identity.incarnation(),
                announcement.revision(),
                concurrency,
                identity.weight(),
                identity.labels(),
                announcement.deployments(),
                pages,
                hint,
                failures,
                null,
                identity.version()));
    }

    /** Halves what does not fit on a page until it does. */
    private static void page(long revision, List<RouteInfo> routes, Limits limits, List<byte[]> pages) {
        if (routes.isEmpty()) {
            return;
        }
        byte[] frame = MessageCodec.encode(new Routes(revision, pages.size() + 1, routes));
        if (frame.length <= limits.maxRoutesPageBytes() || routes.size() == 1) {
            pages.add(frame);
            return;
        }
        int half = routes.size() / 2;
        page(revision, routes.subList(0, half), limits, pages);
        page(revision, routes.subList(half, routes.size()), limits, pages);
    }
}

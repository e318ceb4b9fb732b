package org.cellnest.runtime.deploy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.Welcome;
import org.jspecify.annotations.Nullable;

/**
 * Where the deploying thread and the links to the routers meet: the one leaves what is to be announced, the others what
 * their routers said to it. From this follows when no router sends to a retired deployment any more. Thread-safe.
 */
public final class RegistrationBoard {
    private final List<View> views = new CopyOnWriteArrayList<>();
    private volatile @Nullable Announcement current;
    private volatile Runnable onViewChange = () -> {};

    /** What to announce now; null until the first deployments are loaded, and then nothing is to be registered yet. */
    public @Nullable Announcement current() {
        return current;
    }

    /**
     * The part of one link, to be made once for each router.
     *
     * @param router names it in messages
     * @param onPublish called by the deploying thread when there is something new to announce; returns at once
     */
    public View newView(String router, Runnable onPublish) {
        View view = new View(router, onPublish);
        views.add(view);
        return view;
    }

    void publish(Announcement announcement) {
        current = announcement;
        views.forEach(view -> view.onPublish.run());
    }

    void onViewChange(Runnable callback) {
        onViewChange = callback;
    }

    List<View> views() {
        return views;
    }

    /**
     * Whether no router can send any more to what {@code revision} dropped: each one has welcomed it or a later one, or
     * has no session, and whichever registers from now on is told the current revision.
     */
    boolean isPast(long revision) {
        for (View view : views) {
            if (view.exposed && view.welcomedRevision() < revision) {
                return false;
            }
        }
        return true;
    }

    /** Whether some router has welcomed a revision as new as this. */
    boolean isWelcomedSomewhere(long revision) {
        for (View view : views) {
            if (view.exposed && view.welcomedRevision() >= revision) {
                return true;
            }
        }
        return false;
    }

    /** What one router knows. Called by its link's threads. */
    public final class View {
        private final String router;
        private final Runnable onPublish;
        private volatile boolean exposed;
        private volatile @Nullable Welcome welcome;

        private View(String router, Runnable onPublish) {
            this.router = router;
            this.onPublish = onPublish;
        }

        /** The link is about to register: what to say, or null if there is nothing to say yet. */
        public @Nullable Announcement onRegistering() {
            exposed = true;
            return current;
        }

        /** The router has taken a revision. */
        public void onWelcome(Welcome welcome) {
            this.welcome = welcome;
            onViewChange.run();
        }

        /** The session has ended: the router sends nothing more. */
        public void onSessionEnd() {
            welcome = null;
            exposed = false;
            onViewChange.run();
        }

        String router() {
            return router;
        }

        /** Whether the router may know something of this cell. */
        boolean isExposed() {
            return exposed;
        }

        /** The newest revision that the router has taken in this session, 0 for none. */
        public long welcomedRevision() {
            Welcome last = welcome;
            return last == null ? 0 : last.revision();
        }

        /** What the router last said to a deployment, if that was to {@code sinceRevision} or a later one. */
        @Nullable
        DeploymentVerdict verdictOn(String deployment, long sinceRevision) {
            Welcome last = welcome;
            if (last == null || last.revision() < sinceRevision) {
                return null;
            }
            for (DeploymentVerdict verdict : last.deployments()) {
                if (verdict.name().equals(deployment)) {
                    return verdict;
                }
            }
            return null;
        }
    }
}

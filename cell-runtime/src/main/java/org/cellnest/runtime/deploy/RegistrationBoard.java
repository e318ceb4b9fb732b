package org.cellnest.runtime.deploy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cellnest.protocol.DeploymentVerdict;
import org.cellnest.protocol.Welcome;
import org.jspecify.annotations.Nullable;

/**
 * Holds the current announcement and each router's verdicts on it. The deploying thread publishes announcements; the
 * links register them and record the verdicts. From these the deploying thread concludes when no router can send to a
 * retired deployment any more. Thread-safe.
 */
public final class RegistrationBoard {
    private final List<View> views = new CopyOnWriteArrayList<>();
    private volatile @Nullable Announcement current;
    private volatile Runnable onViewChange = () -> {};

    /**
     * Returns the current announcement; null until the first deployments are loaded, when links must not register yet.
     */
    public @Nullable Announcement current() {
        return current;
    }

    /**
     * Adds the view of one link; to be called once for each router.
     *
     * @param router names it in messages
     * @param onPublish called by the deploying thread after each publication; returns at once
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
     * Whether no router can send any more to deployments that {@code revision} dropped. Each router has welcomed that
     * revision or a later one, or has no session and will register the current revision.
     */
    boolean isPast(long revision) {
        for (View view : views) {
            if (view.exposed && view.welcomedRevision() < revision) {
                return false;
            }
        }
        return true;
    }

    /** Whether some router has welcomed this revision or a later one. */
    boolean isWelcomedSomewhere(long revision) {
        for (View view : views) {
            if (view.exposed && view.welcomedRevision() >= revision) {
                return true;
            }
        }
        return false;
    }

    /**
     * Records the announcements that one router has received and welcomed. Its {@code on} methods are for the threads
     * of the router's link, the rest for any thread.
     */
    public final class View {
        private final String router;
        private final Runnable onPublish;
        private volatile boolean exposed;
        private volatile @Nullable Welcome welcome;

        private View(String router, Runnable onPublish) {
            this.router = router;
            this.onPublish = onPublish;
        }

        /**
         * Notes that the link is about to register. Returns the announcement to register, null if there is none yet.
         */
        public @Nullable Announcement onRegistering() {
            exposed = true;
            return current;
        }

        /** Records the router's WELCOME of a revision. */
        public void onWelcome(Welcome welcome) {
            this.welcome = welcome;
            onViewChange.run();
        }

        /** Ends the session: the router sends no more requests. */
        public void onSessionEnd() {
            welcome = null;
            exposed = false;
            onViewChange.run();
        }

        String router() {
            return router;
        }

        /** Whether the router may know an announcement of this cell. */
        boolean isExposed() {
            return exposed;
        }

        /** Returns the newest revision that the router has welcomed in this session, 0 for none. */
        public long welcomedRevision() {
            Welcome last = welcome;
            return last == null ? 0 : last.revision();
        }

        /** Returns the last verdict on a deployment, null if it was on an older revision than {@code sinceRevision}. */
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

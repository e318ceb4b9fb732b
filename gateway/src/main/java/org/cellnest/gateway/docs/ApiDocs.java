package org.cellnest.gateway.docs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.cellnest.protocol.RouteInfo;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the description of the nest on request, from the routes of all connected routers, at most once in a second. It
 * runs on a thread that exists only while there is work. Concurrent requests share one build. Thread-safe.
 */
public final class ApiDocs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiDocs.class);

    private static final long FRESH_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_WAIT_MS = 10_000;
    private static final int MAX_QUEUED = 16;

    private final List<Supplier<CompletableFuture<@Nullable RouterRoutes>>> routers;
    private final Clock clock;
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_QUEUED), task -> {
                Thread thread = new Thread(task, "gateway-docs");
                thread.setDaemon(true);
                return thread;
            });
    private @Nullable CompletableFuture<ApiDocument> underWay;
    private @Nullable ApiDocument last;
    private List<RouterRoutes> lastSources = List.of();
    private long checkedNs;

    /**
     * @param routers each requests the routes of one router, in the order of precedence; null: the router does not
     *     report them
     */
    public ApiDocs(List<Supplier<CompletableFuture<@Nullable RouterRoutes>>> routers, Clock clock) {
        this.routers = List.copyOf(routers);
        this.clock = clock;
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Returns the OpenAPI document for readers at another address. Fails with an {@link IllegalStateException} for
     * people if no router reports its routes.
     *
     * @param server the base URL of the paths
     */
    public CompletableFuture<byte[]> openApi(String server) {
        return document()
                .thenApplyAsync(
                        unused -> {
                            List<RouterRoutes> sources;
                            synchronized (this) {
                                sources = lastSources;
                            }
                            return write(sources, server);
                        },
                        executor);
    }

    synchronized CompletableFuture<ApiDocument> document() {
        ApiDocument known = last;
        CompletableFuture<ApiDocument> present = underWay;
        if (present != null) {
            return present.copy();
        }
        if (known != null && clock.nanoTime() - checkedNs < FRESH_NS) {
            return CompletableFuture.completedFuture(known);
        }
        List<CompletableFuture<@Nullable RouterRoutes>> answers =
                routers.stream().map(Supplier::get).toList();
        CompletableFuture<ApiDocument> next = new CompletableFuture<>();
        underWay = next;
        CompletableFuture<Void> unused = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .orTimeout(MAX_WAIT_MS, TimeUnit.MILLISECONDS)
                .whenCompleteAsync((all, failure) -> finish(next, answers), executor)
                .whenComplete((all, failure) -> {
                    if (failure != null) { // the executor is closed, or full
                        end(next, null, new IllegalStateException("The description cannot be made now."));
                    }
                });
        return next.copy();
    }

    private void finish(CompletableFuture<ApiDocument> next, List<CompletableFuture<@Nullable RouterRoutes>> answers) {
        try {
            List<RouterRoutes> sources = new ArrayList<>();
            for (CompletableFuture<@Nullable RouterRoutes> answer : answers) {
                RouterRoutes routes = answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : null;
                if (routes != null) {
                    sources.add(routes);
                }
            }
            end(next, document(sources), null);
        } catch (RuntimeException e) {
            if (!(e instanceof IllegalStateException)) {
                LOG.error("the description of the nest could not be made", e);
            }
            end(next, null, e);
        }
    }

    private ApiDocument document(List<RouterRoutes> sources) {
        if (sources.isEmpty()) {
            throw new IllegalStateException("No router tells its routes just now.");
        }
        ApiDocument known;
        synchronized (this) {
            known = isSame(sources, lastSources) ? last : null;
        }
        if (known != null) {
            return known;
        }
        ApiDocument made = ApiDocument.of(write(sources, "/"));
        synchronized (this) {
            lastSources = sources;
        }
        return made;
    }

    private static byte[] write(List<RouterRoutes> sources, String server) {
        List<RouteInfo> routes = new ArrayList<>();
        Map<String, String> versions = new HashMap<>();
        boolean whole = true;
        for (RouterRoutes source : sources) {
            routes.addAll(source.routes());
            source.versions().forEach(versions::putIfAbsent);
            whole &= source.whole();
        }
        String note = whole ? "" : "There are more routes than are listed here.";
        return OpenApi.write(routes, versions, server, note);
    }

    /** Whether two lists have identical elements: a router without changes yields the same object. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(List<RouterRoutes> a, List<RouterRoutes> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.get(i) != b.get(i)) {
                return false;
            }
        }
        return true;
    }

    private void end(CompletableFuture<ApiDocument> next, @Nullable ApiDocument made, @Nullable Exception failure) {
        synchronized (this) {
            if (underWay == next) {
                underWay = null;
                if (made != null) {
                    last = made;
                    checkedNs = clock.nanoTime();
                }
            }
        }
        if (made != null) {
            next.complete(made);
        } else {
            next.completeExceptionally(Objects.requireNonNull(failure));
        }
    }

    /** Fails a pending build and stops the thread. */
    @Override
    public void close() {
        executor.shutdownNow();
        CompletableFuture<ApiDocument> present;
        synchronized (this) {
            present = underWay;
        }
        if (present != null) {
            end(present, null, new IllegalStateException("The gateway stops."));
        }
    }

    ThreadPoolExecutor executor() {
        return executor;
    }
}

package org.cellnest.router.control;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.cellnest.protocol.AddressProof;
import org.cellnest.router.snapshot.GatewaySnapshot;
import org.cellnest.transport.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that a gateway owns the HTTP address that it announces, by a challenge that only its session can meet (see
 * {@link AddressProof}). To the announced address it sends that one GET alone, without a proxy, a redirect or any
 * credentials, for at most {@value #PATIENCE_MS} ms. At most {@value #MAX_AT_ONCE} checks run at a time for listings. A
 * verdict is valid for a while, and for that session and address alone. Thread-safe.
 */
final class AddressVerifier {
    /** The longest wait for the whole answer, the connection included. */
    static final int PATIENCE_MS = 2_000;
    /** The time for which an address counts as verified. */
    static final int VERIFIED_FOR_MS = 30_000;
    /** The time for which an address that failed is not checked again. */
    static final int FAILED_FOR_MS = 5_000;

    private static final int MAX_AT_ONCE = 8;
    private static final int MAX_BYTES = 1 << 10;

    /**
     * The result of a check.
     *
     * @param problem the reason why the address is not verified; empty if it is
     */
    record Verdict(boolean verified, String problem) {
        static final Verdict VERIFIED = new Verdict(true, "");
        static final Verdict UNKNOWN = new Verdict(false, "it is being checked");

        static Verdict failed(String problem) {
            return new Verdict(false, problem);
        }
    }

    /** A check of one session's address, done or in progress. */
    private record Check(String address, long atNs, CompletableFuture<Verdict> verdict) {}

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final HttpClient client = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(Duration.ofMillis(PATIENCE_MS))
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    // Guarded by itself.
    private final Map<String, Check> checkBySession = new HashMap<>();

    AddressVerifier(Clock clock) {
        this.clock = clock;
    }

    /** Returns the known verdict on a gateway's address, without sending a request. */
    Verdict latest(GatewaySnapshot gateway) {
        Verdict unable = unable(gateway);
        if (unable != null) {
            return unable;
        }
        synchronized (checkBySession) {
            Check check = checkBySession.get(gateway.session());
            return check != null && check.address().equals(GatewayAddress.of(gateway))
                    ? check.verdict().getNow(Verdict.UNKNOWN)
                    : Verdict.UNKNOWN;
        }
    }

    /**
     * Begins to check the gateways whose verdict is missing or too old, up to the limit, and forgets sessions that have
     * ended.
     */
    void refresh(List<GatewaySnapshot> gateways) {
        synchronized (checkBySession) {
            checkBySession
                    .keySet()
                    .retainAll(gateways.stream().map(GatewaySnapshot::session).toList());
            long going = checkBySession.values().stream()
                    .filter(check -> !check.verdict().isDone())
                    .count();
            for (GatewaySnapshot gateway : gateways) {
                if (going >= MAX_AT_ONCE) {
                    return;
                }
                if (unable(gateway) == null && !isFresh(gateway)) {
                    begin(gateway);
                    going++;
                }
            }
        }
    }

    /**
     * Returns the verdict on a gateway's address, which is checked now unless the verdict is known. Completes within
     * {@link #PATIENCE_MS}.
     */
    CompletionStage<Verdict> verify(GatewaySnapshot gateway) {
        Verdict unable = unable(gateway);
        if (unable != null) {
            return CompletableFuture.completedFuture(unable);
        }
        synchronized (checkBySession) {
            Check check = checkBySession.get(gateway.session());
            return check != null && isFresh(gateway) ? check.verdict() : begin(gateway);
        }
    }

    private static @Nullable Verdict unable(GatewaySnapshot gateway) {
        if (GatewayAddress.of(gateway) == null) {
            return Verdict.failed("it does not say where it listens");
        }
        return gateway.httpKey() == null ? Verdict.failed("its version cannot prove its address") : null;
    }

    private boolean isFresh(GatewaySnapshot gateway) {
        Check check = checkBySession.get(gateway.session());
        if (check == null || !check.address().equals(GatewayAddress.of(gateway))) {
            return false;
        }
        if (!check.verdict().isDone()) {
            return true;
        }
        long forMs = check.verdict().getNow(Verdict.UNKNOWN).verified() ? VERIFIED_FOR_MS : FAILED_FOR_MS;
        return clock.nanoTime() - check.atNs() < TimeUnit.MILLISECONDS.toNanos(forMs);
    }

    /** Begins a check; the last verdict stays valid until the new one is known. */
    private CompletionStage<Verdict> begin(GatewaySnapshot gateway) {
        String address = String.valueOf(GatewayAddress.of(gateway));
        CompletableFuture<Verdict> asked = ask(gateway, address);
        Check last = checkBySession.get(gateway.session());
        if (last == null || !last.address().equals(address) || !last.verdict().isDone()) {
            checkBySession.put(gateway.session(), new Check(address, clock.nanoTime(), asked));
            return asked;
        }
        Check meanwhile = new Check(address, clock.nanoTime(), last.verdict());
        checkBySession.put(gateway.session(), meanwhile);
        CompletionStage<Verdict> next = asked;
        next.thenAccept(verdict -> {
            synchronized (checkBySession) {
                Check done = new Check(address, meanwhile.atNs(), CompletableFuture.completedFuture(verdict));
                checkBySession.replace(gateway.session(), meanwhile, done);
            }
        });
        return next;
    }

    private CompletableFuture<Verdict> ask(GatewaySnapshot gateway, String address) {
        byte[] bytes = new byte[AddressProof.HEX_DIGITS / 2];
        random.nextBytes(bytes);
        String challenge = HexFormat.of().formatHex(bytes);
        String expected = AddressProof.of(String.valueOf(gateway.httpKey()), gateway.id(), challenge);
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(
                            URI.create(address + AddressProof.PATH + "?" + AddressProof.QUERY + challenge))
                    .timeout(Duration.ofMillis(PATIENCE_MS))
                    .build();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(Verdict.failed(address + " is no address"));
        }
        CompletableFuture<HttpResponse<BoundedBody.Beginning>> sent =
                client.sendAsync(request, BoundedBody.of(MAX_BYTES));
        // The request's own limit ends with the head of the answer; a connection that drips is closed.
        return sent.copy()
                .orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> sent.cancel(true))
                .handle((answer, failure) -> failure == null
                        ? judge(answer, expected)
                        : Verdict.failed("nothing answers there (" + reason(failure) + ")"));
    }

    private static Verdict judge(HttpResponse<BoundedBody.Beginning> answer, String expected) {
        boolean proven = answer.statusCode() == 200
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII),
                        answer.body().bytes());
        return proven ? Verdict.VERIFIED : Verdict.failed("something else answers there");
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getClass().getSimpleName();
    }
}

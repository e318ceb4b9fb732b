package org.cellnest.cell;

import java.io.OutputStream;

/**
 * Writes the body of an answer piece by piece, of any size. A route method may return one, and so may a stage of it or
 * a {@link Response}.
 *
 * <pre>{@code
 * @Route(value = "/primes", produces = "text/plain")
 * public Writing primes(@Default("1000000") int below) {
 *     return out -> {
 *         for (int n = 2; n < below; n++) {
 *             if (isPrime(n)) {
 *                 out.write((n + "\n").getBytes(StandardCharsets.US_ASCII));
 *             }
 *         }
 *     };
 * }
 * }</pre>
 *
 * <p>It runs once, in a thread of its own, after the route method has returned; not for a request of method HEAD. It
 * has no deadline. Status and headers go out with the first bytes.
 */
@FunctionalInterface
public interface Writing {
    /**
     * Writes the body. Its return ends the body.
     *
     * @param out waits when the client takes nothing more for now, and throws once it takes nothing more at all; {@link
     *     OutputStream#flush} sends the bytes written so far, which otherwise wait for more. For one thread at a time
     * @throws Exception to break the transfer off, so that the client sees that the body is incomplete. Nothing is told
     *     to the client but that
     */
    void to(OutputStream out) throws Exception;
}

package org.cellnest.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.LongAdder;

/**
 * A file, or standard input, that is sent as the body of a request while it is read.
 *
 * @param length its length in bytes; -1 if it is unknown
 * @param publisher reads it once
 * @param sent counts the bytes that were read to be sent
 */
record UploadFile(long length, BodyPublisher publisher, LongAdder sent) {
    private static final Path STANDARD_INPUT = Path.of("-");
    /** A longer body is worth the wait for the receiver's permission. */
    private static final long LARGE_BYTES = 64 << 10;

    static UploadFile of(String option, Path given, CliEnvironment cliEnvironment) {
        LongAdder sent = new LongAdder();
        if (given.equals(STANDARD_INPUT)) {
            InputStream in = cliEnvironment.in();
            return new UploadFile(-1, counted(BodyPublishers.ofInputStream(() -> in), -1, sent), sent);
        }
        Path file = cliEnvironment.workingDirectory().resolve(given);
        try {
            if (!Files.isRegularFile(file)) {
                Files.newByteChannel(file).close();
                throw NestException.usage(
                        option + ": " + file + " is no regular file (expected: one, or - for standard" + " input)");
            }
            long length = Files.size(file);
            return new UploadFile(
                    length,
                    length == 0 ? BodyPublishers.noBody() : counted(BodyPublishers.ofFile(file), length, sent),
                    sent);
        } catch (IOException e) {
            throw NestException.usage(option + ": " + file + " cannot be read (" + Failures.reason(e) + ")");
        }
    }

    /** Whether the receiver is asked before the body is sent, so that a refusal costs little. */
    boolean isLarge() {
        return length < 0 || length > LARGE_BYTES;
    }

    private static BodyPublisher counted(BodyPublisher publisher, long length, LongAdder sent) {
        Flow.Publisher<ByteBuffer> counting =
                subscriber -> publisher.subscribe(new CountingSubscriber(subscriber, sent));
        return length < 0 ? BodyPublishers.fromPublisher(counting) : BodyPublishers.fromPublisher(counting, length);
    }

    private record CountingSubscriber(Flow.Subscriber<? super ByteBuffer> next, LongAdder sent)
            implements Flow.Subscriber<ByteBuffer> {
        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            next.onSubscribe(subscription);
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            sent.add(bytes.remaining());
            next.onNext(bytes);
        }

        @Override
        public void onError(Throwable problem) {
            next.onError(problem);
        }

        @Override
        public void onComplete() {
            next.onComplete();
        }
    }
}

package org.cellnest.runtime.handler;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Headers;
import org.cellnest.cell.Problem;
import org.cellnest.protocol.Request;
import org.jspecify.annotations.Nullable;

/**
 * Converts files into answers: the whole file, ranges of it, or 304, 404, 412 or 416 in place of them. Immutable and
 * thread-safe.
 *
 * <p>A file that changes while it is read is read again, so that an answer never joins two versions under one tag. Of a
 * longer file this holds for the first piece; the rest is of the same file, and breaks off if that has become shorter.
 */
final class FileResults {
    /** The number of times that a file is read if it changes meanwhile. */
    private static final int MAX_READS = 3;

    private final String deployment;
    private final int pieceBytes;
    private final InstantSource clock;
    private final Supplier<String> boundaries;

    /**
     * Creates a converter.
     *
     * @param deployment for the log
     * @param pieceBytes the longest content that goes whole, and the first piece of one that flows
     * @param boundaries supplies boundaries of multipart contents, which must not occur in a file
     */
    FileResults(String deployment, int pieceBytes, InstantSource clock, Supplier<String> boundaries) {
        this.deployment = deployment;
        this.pieceBytes = pieceBytes;
        this.clock = clock;
        this.boundaries = boundaries;
    }

    /** Returns 128 random bits, which no file has foreseen. */
    static String randomBoundary() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    }

    /**
     * An answer whose headers are not checked yet.
     *
     * @param body the body or its first piece
     * @param rest reads the rest of the body, and is to be closed; null: there is none
     */
    record Answer(
            int status,
            Headers headers,
            Slice body,
            @Nullable FileSegments rest) {
        Answer(int status, Headers headers, Slice body) {
            this(status, headers, body, null);
        }
    }

    /**
     * Converts a file.
     *
     * @param status of the handler; anything but 200 is the whole file
     * @param headers of the handler, which take precedence
     * @throws Problem with the status in place of the file
     * @throws IOException if the file cannot be read, or changes all the time
     */
    Answer answer(int status, Headers headers, Path file, ResultFormat format, Request request) throws IOException {
        for (int i = 0; i < MAX_READS; i++) {
            FileVersion version = look(file, format);
            Answer answer;
            try {
                answer = answer(status, headers, new Source(file, version), format, request);
            } catch (EOFException e) { // it was cut short
                continue;
            }
            if (answer.body().isEmpty() || isStill(version, file, format, answer.rest())) {
                return answer;
            }
        }
        throw new IOException("file " + shown(file) + " changed during each of " + MAX_READS
                + " times of reading it (expected: no change within one)");
    }

    /** Whether a file has not changed; if it has, closes the rest of the answer. */
    private boolean isStill(FileVersion version, Path file, ResultFormat format, @Nullable FileSegments rest)
            throws IOException {
        boolean still = false;
        try {
            still = version.equals(look(file, format));
        } finally {
            if (!still && rest != null) {
                rest.close();
            }
        }
        return still;
    }

    private record Source(Path file, FileVersion version) {
        long bytes() {
            return version.bytes();
        }
    }

    private Answer answer(int status, Headers said, Source source, ResultFormat format, Request request)
            throws IOException {
        Instant now = clock.instant();
        boolean conditional = Preconditions.apply(request, status);
        boolean ranged = conditional && status == 200;
        Headers headers = described(said, source, format.produces(), ranged, now);
        Validators validators = Validators.of(headers, now);
        if (conditional) {
            switch (Preconditions.evaluate(request.fields(), validators, now)) {
                case NOT_MODIFIED -> {
                    return new Answer(304, Preconditions.ofNotModified(headers), Slice.EMPTY);
                }
                case FAILED -> throw Preconditions.failed();
                case PROCEED -> {}
            }
        }
        if (request.method().equals("HEAD")) {
            return new Answer(status, headers.with("content-length", Long.toString(source.bytes())), Slice.EMPTY);
        }
        List<String> range = ranged ? request.fields().all("range") : List.of();
        if (range.size() == 1 && Preconditions.allowRange(request.fields(), validators, now)) {
            return selected(RangeSelection.parse(range.get(0), source.bytes()), headers, source);
        }
        return whole(status, headers, source);
    }

    /** Returns the handler's headers, and those that the file adds. */
    private static Headers described(Headers said, Source source, String produces, boolean ranged, Instant now) {
        FileVersion version = source.version();
        Path name = source.file().getFileName();
        Headers all = said;
        if (!all.contains("content-type")) {
            String byName = name == null ? MediaTypes.BYTES : FileTypes.of(name.toString());
            all = all.plus("content-type", produces.isEmpty() ? byName : produces);
        }
        if (!all.contains("x-content-type-options")) {
            // The type is known from the name; a guess from the content could make a script of an upload.
            all = all.plus("x-content-type-options", "nosniff");
        }
        if (!all.contains("etag")) {
            all = all.plus("etag", version.etag(now).toString());
        }
        Instant modified = version.lastModified(now);
        if (!all.contains("last-modified") && HttpDates.isWritable(modified)) {
            all = all.plus("last-modified", HttpDates.format(modified));
        }
        return ranged ? all.with("accept-ranges", "bytes") : all;
    }

    private Answer whole(int status, Headers headers, Source source) throws IOException {
        return read(status, headers, FileContent.of(source.file(), new ByteRange(0, source.bytes())));
    }

    private Answer selected(RangeSelection selection, Headers headers, Source source) throws IOException {
        long bytes = source.bytes();
        if (selection instanceof RangeSelection.Nothing) {
            throw new Problem(416, "The Range selects no bytes of the content's " + bytes + ".")
                    .header("content-range", "bytes */" + bytes)
                    .header("accept-ranges", "bytes");
        }
        if (!(selection instanceof RangeSelection.Parts parts)) {
            return whole(200, headers, source);
        }
        List<ByteRange> ranges = parts.ranges();
        if (ranges.size() == 1) {
            ByteRange range = ranges.get(0);
            Headers partial = headers.with("content-range", range.contentRange(bytes));
            return read(206, partial, FileContent.of(source.file(), range));
        }
        String boundary = boundaries.get();
        String type = headers.first("content-type").orElse(MediaTypes.BYTES);
        return read(
                206,
                headers.with("content-type", "multipart/byteranges; boundary=" + boundary),
                FileContent.multipart(source.file(), ranges, boundary, type, bytes));
    }

    private Answer read(int status, Headers headers, FileContent content) throws IOException {
        if (content.length() <= pieceBytes) {
            return new Answer(status, headers, content.read());
        }
        FileSegments segments = FileSegments.open(content);
        try {
            byte[] piece = new byte[pieceBytes];
            int count = segments.read(piece, piece.length);
            Headers all = headers.with("content-length", Long.toString(content.length()));
            return new Answer(status, all, new Slice(piece, 0, count), segments);
        } catch (IOException | RuntimeException e) {
            segments.close();
            throw e;
        }
    }

    private FileVersion look(Path file, ResultFormat format) throws IOException {
        FileVersion version;
        try {
            version = FileVersion.of(file);
        } catch (NoSuchFileException e) {
            FallbackReplies.LOG.debug("{} of {}: no file {}", format.method(), deployment, shown(file));
            throw new Problem(404, "");
        } catch (AccessDeniedException e) { // the operator's fault, not the client's
            throw e;
        } catch (FileSystemException e) { // such as a name that is too long, or one below a file
            FallbackReplies.LOG.info(
                    "{} of {}: no file {}: {}", format.method(), deployment, shown(file), e.getReason());
            throw new Problem(404, "");
        }
        if (version == null) {
            FallbackReplies.LOG.info(
                    "{} of {}: {} is a directory or a special file (expected: a regular file)",
                    format.method(),
                    deployment,
                    shown(file));
            throw new Problem(404, "");
        }
        return version;
    }

    private static String shown(Path file) {
        return Text.clean(file.toString(), Text.MAX_PATH);
    }
}

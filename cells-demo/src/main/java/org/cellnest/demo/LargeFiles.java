package org.cellnest.demo;

import java.io.IOException;
import org.cellnest.cell.Body;
import org.cellnest.cell.Default;
import org.cellnest.cell.Description;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;
import org.cellnest.cell.Upload;

/** Takes and gives files of any size, which are never in memory as a whole. */
public final class LargeFiles {
    private static final long MOST_MIB = 1L << 20;
    private static final long MOST_DIGEST_MIB = 256;

    private final FileShelf shelf;

    /**
     * Creates the routes.
     *
     * @param shelf provided by {@link DemoSetup}
     */
    public LargeFiles(FileShelf shelf) {
        this.shelf = shelf;
    }

    /** Reads the file while it comes. A client that breaks off makes the reading throw. */
    @Route(
            value = "/api/files/{name:[\\w.-]{1,80}}",
            methods = "PUT",
            description = "Takes a file of any size, and says what arrived")
    public Stored put(String name, @Body Upload upload) throws IOException {
        return shelf.put(name, upload);
    }

    /** Returns a file of the disk, with the ranges and conditions of clients. */
    @Route(value = "/api/files/{name:[\\w.-]{1,80}}", description = "Returns a file that was sent before")
    public Response get(String name) {
        return shelf.get(name)
                .map(file -> Response.download(file, name))
                .orElseThrow(() -> new Problem(404, "no file " + name + " here"))
                .header("x-content-type-options", "nosniff");
    }

    /** Writes the file while the client reads it. */
    @Route(
            value = "/api/generated",
            produces = "application/octet-stream",
            description = "Returns a generated file of any size")
    public Response generated(@Description("Its size in MiB") @Default("100") long mib) {
        long bytes = bytes(mib, MOST_MIB);
        return Response.stream("application/octet-stream", out -> GeneratedFile.write(bytes, out))
                .length(bytes)
                .header("content-disposition", "attachment; filename=\"generated-" + mib + "-MiB.bin\"")
                .header("cache-control", "no-store");
    }

    /** Generates the same file once more, without sending it. */
    @Route(
            value = "/api/generated/sha256",
            produces = "text/plain;charset=utf-8",
            description = "The digest of a generated file")
    public String generatedSha256(@Description("Its size in MiB, at most 256") @Default("100") long mib)
            throws IOException {
        Sha256 sha256 = new Sha256();
        GeneratedFile.write(bytes(mib, MOST_DIGEST_MIB), sha256);
        return sha256.hex();
    }

    private static long bytes(long mib, long most) {
        if (mib < 1 || mib > most) {
            throw new Problem(400, "mib: " + mib + " (expected: 1 to " + most + ")");
        }
        return mib << 20;
    }
}

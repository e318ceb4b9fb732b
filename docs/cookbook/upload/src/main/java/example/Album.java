package example;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cellnest.cell.FormFile;
import org.cellnest.cell.Part;
import org.cellnest.cell.PartStream;
import org.cellnest.cell.Parts;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

/** Takes pictures from a form, and shows them. */
@Route("/album")
public final class Album {
    private static final int MOST_BYTES = 500_000;

    /** The answer to a picture. */
    record Added(UUID id, String title, String sentAs, long bytes) {}

    private final Gallery gallery;

    Album(Gallery gallery) {
        this.gallery = gallery;
    }

    @Route("")
    public Response page() {
        return Response.html("""
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <title>Album</title>
                <form method="post" action="/album" enctype="multipart/form-data">
                <p><label>Title <input name="title" required maxlength="80"></label>
                <p><label>Picture <input type="file" name="picture" required accept="image/png"></label>
                <p><button>Add</button>
                </form>
                """);
    }

    /** The parameters are the form's fields, by name. */
    @Route(value = "", methods = "POST")
    public Response add(@Part(max = 320) String title, @Part(max = MOST_BYTES) FormFile picture) throws IOException {
        if (!Gallery.isPng(picture)) {
            throw new Problem(422, "picture: not a PNG (expected: a PNG)");
        }
        UUID id = gallery.add(picture);
        String sentAs = picture.safeFileName().orElse("");
        return Response.created("/album/" + id).body(new Added(id, title, sentAs, picture.length()));
    }

    /** Only the text of a UUID is an id, so no path leads out of the folder. */
    @Route(value = "/{id}", produces = "image/png")
    public Optional<byte[]> picture(UUID id) throws IOException {
        return gallery.picture(id);
    }

    /** Reads any number of files one after another, in the order of the form, and keeps none. */
    @Route(value = "/digests", methods = "POST")
    public List<String> digests(Parts parts) throws IOException, NoSuchAlgorithmException {
        List<String> digests = new ArrayList<>();
        for (Optional<PartStream> part = parts.next(); part.isPresent(); part = parts.next()) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[8 << 10];
            for (int n = part.get().stream().read(buffer); n >= 0; n = part.get().stream().read(buffer)) {
                digest.update(buffer, 0, n);
            }
            digests.add(part.get().name() + " " + HexFormat.of().formatHex(digest.digest()));
        }
        return digests;
    }
}

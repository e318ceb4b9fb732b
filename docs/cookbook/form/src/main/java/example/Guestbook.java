package example;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.cellnest.cell.Default;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

/** Shows a page with a form, and handles the form. */
@Route("/guestbook")
public final class Guestbook {
    private static final int MOST_ENTRIES = 20;
    private static final int MOST_CHARACTERS = 200;
    /** Allows no other origins, scripts or framing, which limits the effect of a mistake below. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
            + " frame-ancestors 'none'; base-uri 'none'";

    private record Entry(String name, String text) {}

    private final Deque<Entry> entries = new ArrayDeque<>();

    @Route("")
    public Response show() {
        return page(200, "", "", "");
    }

    /** The parameters are the form's fields, by name. */
    @Route(value = "", methods = "POST")
    public Response sign(@Default("") String name, @Default("") String text) {
        if (name.isBlank() || text.isBlank() || name.length() + text.length() > MOST_CHARACTERS) {
            String wrong = "A name and a text, please, of " + MOST_CHARACTERS + " characters together at most.";
            return page(400, name, text, wrong);
        }
        synchronized (entries) {
            entries.addFirst(new Entry(name, text));
            if (entries.size() > MOST_ENTRIES) {
                entries.removeLast();
            }
        }
        // So that a reload of the page does not send the form again.
        return Response.redirect("/guestbook");
    }

    private Response page(int status, String name, String text, String wrong) {
        String list;
        synchronized (entries) {
            list = entries.stream()
                    .map(entry -> "<li><b>" + escaped(entry.name()) + "</b> " + escaped(entry.text()))
                    .collect(Collectors.joining("\n"));
        }
        String html = """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Guestbook</title>
                <style>
                :root { color-scheme: light dark }
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
                </style>
                <h1>Guestbook</h1>
                <form method="post" action="/guestbook">
                <p>%s
                <p><label>Name <input name="name" value="%s" required></label>
                <p><label>Text <input name="text" value="%s" required></label>
                <p><button>Sign</button>
                </form>
                <ul>
                %s
                </ul>
                """.formatted(escaped(wrong), escaped(name), escaped(text), list);
        return Response.status(status)
                .type("text/html;charset=utf-8")
                .header("content-security-policy", POLICY)
                .body(html);
    }

    /** Escapes text from outside for any place in a page. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

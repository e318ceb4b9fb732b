package example;

import java.util.Optional;
import org.cellnest.cell.Header;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Route;

/** Answers only requests that have the token (RFC 6750). */
public final class Vault {
    private static final String SCHEME = "Bearer ";

    private final Secret token;

    Vault(Secret token) {
        this.token = token;
    }

    @Route("/vault")
    public String open(@Header Optional<String> authorization) {
        String given = authorization
                .filter(value -> value.startsWith(SCHEME))
                .map(value -> value.substring(SCHEME.length()))
                .orElse("");
        if (!token.is(given)) {
            throw new Problem(401, "no token, or a wrong one").header("www-authenticate", "Bearer");
        }
        return "The vault is open.\n";
    }
}

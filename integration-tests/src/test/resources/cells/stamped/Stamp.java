package stamped;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

final class Stamp {
    private Stamp() {}

    static String text() {
        return "@STAMP@";
    }

    static String ofResource() throws Exception {
        try (InputStream in = Stamp.class.getResourceAsStream("/stamp.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

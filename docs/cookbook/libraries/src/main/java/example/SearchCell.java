package example;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Route;

/** Finds what an expression of the caller matches. RE2/J's time grows with the text, whatever the expression. */
public final class SearchCell {
    private static final int MOST = 100;

    @Route("/search")
    public List<String> search(String expression, String text) {
        Matcher matcher;
        try {
            matcher = Pattern.compile(expression).matcher(text);
        } catch (PatternSyntaxException e) {
            throw new Problem(400, "expression: " + e.getDescription());
        }
        List<String> found = new ArrayList<>();
        while (found.size() < MOST && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }
}

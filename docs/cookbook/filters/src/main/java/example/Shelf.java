package example;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;
import org.cellnest.cell.Route;

/** Knows how many of each item there are. Its exceptions say nothing of HTTP, as those of libraries do not. */
@Route("/shelf")
public final class Shelf {
    public record Stock(String item, int count) {}

    private final Map<String, Integer> countsByItem = new ConcurrentHashMap<>(Map.of("tea", 2, "coffee", 1));

    @Route("/{item}")
    public Stock stock(String item) {
        Integer count = countsByItem.get(item);
        if (count == null) {
            throw new NoSuchElementException(item);
        }
        return new Stock(item, count);
    }

    @Route(value = "/{item}/take", methods = "POST")
    public Stock take(String item, int count) {
        Integer left = countsByItem.computeIfPresent(item, (name, there) -> {
            if (count > there) {
                throw new IllegalStateException("only " + there + " left");
            }
            return there - Math.max(0, count);
        });
        if (left == null) {
            throw new NoSuchElementException(item);
        }
        return new Stock(item, left);
    }
}

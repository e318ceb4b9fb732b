package org.cellnest.demo;

import java.util.List;
import java.util.Optional;
import org.cellnest.cell.Answers;
import org.cellnest.cell.Default;
import org.cellnest.cell.Description;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

/** Shows JSON in and out with records, a path variable with a pattern, and the matching statuses. */
@Route("/api/orders")
public final class Orders {
    private final OrderBook book;

    /**
     * Creates the routes.
     *
     * @param book provided by {@link DemoSetup}
     */
    public Orders(OrderBook book) {
        this.book = book;
    }

    /** Returns the latest orders, as a JSON array. */
    @Route(value = "", description = "The latest orders")
    public List<Order> latest(@Description("How many, 1 to 100") @Default("20") int count) {
        if (count < 1 || count > 100) {
            throw new Problem(400, "count: " + count + " (expected: 1 to 100)");
        }
        return book.latest(count);
    }

    /** Takes a record from the JSON body, and returns 201 and the location of the new order. */
    @Route(value = "", methods = "POST", description = "Takes an order")
    @Answers(status = 201, type = Order.class, description = "The order as it was taken; Location is its path")
    public Response place(@Description("What is wanted") NewOrder wanted) {
        Order order = book.add(wanted);
        return Response.created("/api/orders/" + order.id()).body(order);
    }

    /** Returns an order. An empty Optional is 404. Only digits match, so {@code /api/orders/x} matches no route. */
    @Route(value = "/{id:\\d{1,18}}", description = "One order")
    public Optional<Order> order(@Description("As it was given when the order was placed") long id) {
        return book.find(id);
    }

    /** Cancels an order; {@code void} is 204. */
    @Route(value = "/{id:\\d{1,18}}", methods = "DELETE", description = "Cancels an order")
    public void cancel(@Description("As it was given when the order was placed") long id) {
        if (!book.remove(id)) {
            throw new Problem(404, "no order " + id).with("id", id);
        }
    }

    /** Takes form fields, which the page sends if scripts are off, and answers with a redirect. */
    @Route(value = "/form", methods = "POST", description = "Takes an order from a plain form")
    @Answers(status = 303, description = "Location is the path of the order")
    public Response placeFromForm(
            @Description("1 to 80 characters") String item, @Description("1 to 100") @Default("1") int quantity) {
        return Response.redirect(
                "/api/orders/" + book.add(new NewOrder(item, quantity)).id());
    }
}

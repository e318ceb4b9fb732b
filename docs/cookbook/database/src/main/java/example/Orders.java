package example;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;
import org.cellnest.cell.Problem;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

/** Orders in a table. An {@link SQLException} is answered with 500, and is in the log. */
@Route("/orders")
public final class Orders {
    public record NewOrder(String item) {}

    public record Order(long id, String item) {}

    private final DataSource pool;

    public Orders(DataSource pool) {
        this.pool = pool;
    }

    @Route(value = "", methods = "POST")
    public Response place(NewOrder wanted) throws SQLException {
        if (wanted.item().isBlank() || wanted.item().length() > 80) {
            throw new Problem(400, "item: " + wanted.item().length() + " characters (expected: 1 to 80)");
        }
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into orders (item) values (?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, wanted.item());
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                Order order = new Order(keys.getLong(1), wanted.item());
                return Response.created("/orders/" + order.id()).body(order);
            }
        }
    }

    @Route("/{id:\\d{1,18}}")
    public Optional<Order> order(long id) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement("select item from orders where id = ?")) {
            select.setLong(1, id);
            try (ResultSet found = select.executeQuery()) {
                return found.next() ? Optional.of(new Order(id, found.getString(1))) : Optional.empty();
            }
        }
    }
}

package example;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.CellSetup;
import org.cellnest.cell.Settings;
import org.cellnest.cell.StopFirst;

/** Opens the pool before the first request, and closes it after the last. */
@StopFirst // Only one version at a time can have the file of an embedded database open.
public final class OrdersSetup implements CellSetup {
    @Override
    public void setUp(CellContext context) throws Exception {
        Settings database = context.settings().section("database");
        HikariConfig config = new HikariConfig();
        config.setPoolName(context.deployment());
        config.setJdbcUrl(database.string("url"));
        config.setUsername(database.string("user"));
        config.setPassword(database.string("password"));
        config.setMaximumPoolSize(database.integer("connections"));
        config.setConnectionTimeout(
                database.duration("patience", Duration.ofSeconds(2)).toMillis());
        HikariDataSource pool = new HikariDataSource(config);
        context.onClose(pool::close);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists orders ("
                    + "id bigint generated always as identity primary key, item varchar(80) not null)");
        }
        context.provide(DataSource.class, pool);
    }
}

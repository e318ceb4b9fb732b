package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.cellnest.celltest.CellResponse;
import org.cellnest.celltest.CellTest;
import org.cellnest.celltest.CellTestBuilder;
import org.cellnest.celltest.FailedDeploymentException;
import org.junit.jupiter.api.Test;

class OffersTest {
    private static final String MONDAY = "2026-11-23T12:00:00Z";
    private static final String TUESDAY = "2026-11-24T12:00:00Z";

    @Test
    void isCheaperOnMondays() {
        try (CellTest cell = cellAt(MONDAY).start()) {
            assertEquals(
                    new Offers.Offer(400, true), cell.get("/offers?cents=500").json(Offers.Offer.class));
        }
        try (CellTest cell = cellAt(TUESDAY).start()) {
            assertEquals(
                    new Offers.Offer(500, false), cell.get("/offers?cents=500").json(Offers.Offer.class));
        }
    }

    @Test
    void reducesByAsMuchAsItsSettingsSay() {
        try (CellTest cell =
                cellAt(MONDAY).setting("offers.discount-percent", 50).start()) {
            assertEquals(
                    250, cell.get("/offers?cents=500").json(Offers.Offer.class).cents());
        }
    }

    @Test
    void refusesWhatIsNoPrice() {
        try (CellTest cell = cellAt(MONDAY).start()) {
            CellResponse refused = cell.get("/offers?cents=0");
            assertEquals(400, refused.status());
            assertEquals("cents: 0 (expected: above 0)", refused.detail());
            assertEquals(400, cell.get("/offers?cents=much").status());
            assertEquals(405, cell.delete("/offers").status());
        }
    }

    @Test
    void doesNotStartWithSettingsThatMakeNoSense() {
        FailedDeploymentException failed = assertThrows(
                FailedDeploymentException.class,
                () -> cellAt(MONDAY).setting("offers.discount-percent", "some").start());
        assertTrue(failed.getMessage().contains("offers.discount-percent"), failed::getMessage);
    }

    /** The whole cell, with a fixed clock in place of the setup's. */
    private static CellTestBuilder cellAt(String time) {
        return CellTest.builder(Offers.class)
                .setup(OffersSetup.class)
                .provide(Clock.class, Clock.fixed(Instant.parse(time), ZoneOffset.UTC));
    }
}

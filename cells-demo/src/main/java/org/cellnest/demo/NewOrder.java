package org.cellnest.demo;

import org.cellnest.cell.Description;
import org.cellnest.cell.Problem;

/**
 * An order that a client places. The constructor rejects invalid values. Its problem becomes the answer, even if the
 * record is read from JSON.
 *
 * @param item 1 to 80 characters
 * @param quantity 1 to 100
 */
@Description("What somebody orders")
public record NewOrder(
        @Description("1 to 80 characters") String item,
        @Description("1 to 100") int quantity) {
    public NewOrder {
        if (item == null || item.isBlank() || item.length() > 80) {
            throw new Problem(
                    400,
                    "item: a text of " + (item == null ? 0 : item.strip().length())
                            + " characters (expected: 1 to 80)");
        }
        if (quantity < 1 || quantity > 100) {
            throw new Problem(400, "quantity: " + quantity + " (expected: 1 to 100)");
        }
    }
}

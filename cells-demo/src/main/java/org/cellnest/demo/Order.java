package org.cellnest.demo;

import java.time.Instant;
import org.cellnest.cell.Description;

/**
 * An order that was accepted.
 *
 * @param id from 1
 * @param placed the time of the order
 */
@Description("An order that was taken")
public record Order(
        @Description("From 1") long id,
        String item,
        int quantity,
        @Description("When it was placed") Instant placed) {}

package org.cellnest.demo;

import java.time.Instant;

/**
 * An order that was taken.
 *
 * @param id from 1
 * @param placed when
 */
public record Order(long id, String item, int quantity, Instant placed) {}

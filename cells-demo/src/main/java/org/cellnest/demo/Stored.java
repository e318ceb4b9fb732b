package org.cellnest.demo;

import org.cellnest.cell.Description;

/**
 * Describes an uploaded file as it arrived.
 *
 * @param bytes the number of bytes
 * @param sha256 their digest in hexadecimal digits
 * @param kept whether the file can be downloaded for a while
 */
public record Stored(
        String name,
        long bytes,

        @Description("SHA-256 of the bytes, in hexadecimal digits")
        String sha256,

        @Description("Whether it can be downloaded for a while")
        boolean kept) {}

package org.cellnest.buffer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SliceTest {
    private final byte[] array = {0, 1, 2, 3, 4, 5, 6, 7};
    private final Slice slice = new Slice(array, 2, 5);

    @Test
    void isARangeOfItsArray() {
        assertArrayEquals(new byte[] {2, 3, 4, 5, 6}, slice.toByteArray());
        assertEquals(ByteBuffer.wrap(new byte[] {2, 3, 4, 5, 6}), slice.buffer());
        assertFalse(slice.isWholeArray());
        assertTrue(Slice.of(array).isWholeArray());
        byte[] target = new byte[7];
        slice.copyTo(target, 1);
        assertArrayEquals(new byte[] {0, 2, 3, 4, 5, 6, 0}, target);
    }

    @Test
    void hasPartsOfTheSameArray() {
        Slice part = slice.part(1, 3);
        assertArrayEquals(new byte[] {3, 4, 5}, part.toByteArray());
        assertSame(array, part.array());
        assertThrows(IndexOutOfBoundsException.class, () -> slice.part(1, 5));
    }

    @Test
    void needsNoHold() {
        Slice shared = slice.share();
        shared.release();
        shared.release();
        assertArrayEquals(slice.toByteArray(), shared.toByteArray());
    }
}

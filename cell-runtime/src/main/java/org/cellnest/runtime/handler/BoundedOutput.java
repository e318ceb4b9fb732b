package org.cellnest.runtime.handler;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import org.cellnest.buffer.Slice;

/** Collects bytes up to a bound, so that an endless answer costs no more than one that fits. Belongs to one thread. */
final class BoundedOutput extends OutputStream {
    private final int max;
    private byte[] buffer;
    private int length;
    private boolean overflowed;

    BoundedOutput(int max) {
        this.max = max;
        this.buffer = new byte[Math.min(max, 512)];
    }

    @Override
    public void write(int b) throws TooLargeException {
        reserve(1);
        buffer[length++] = (byte) b;
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws TooLargeException {
        Objects.checkFromIndexSize(from, count, bytes.length);
        reserve(count);
        System.arraycopy(bytes, from, buffer, length, count);
        length += count;
    }

    boolean overflowed() {
        return overflowed;
    }

    /** Returns the bytes written, without a copy; nothing may be written afterwards. */
    Slice toSlice() {
        return new Slice(buffer, 0, length);
    }

    private void reserve(int count) throws TooLargeException {
        if (count > max - length) {
            overflowed = true;
            throw new TooLargeException(max);
        }
        if (count > buffer.length - length) {
            long wanted = Math.max(2L * buffer.length, (long) length + count);
            buffer = Arrays.copyOf(buffer, (int) Math.min(max, wanted));
        }
    }
}

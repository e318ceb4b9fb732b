package org.cellnest.process.text;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Escapes in JSON strings also what RFC 8259 lets stand and a terminal obeys: DEL, C1 controls, separators and format
 * characters. The value that a reader gets is the same. Stateless.
 */
public final class VisibleJson extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DEL = 0x7f;

    /** The only one needed. */
    public static final VisibleJson ESCAPES = new VisibleJson();

    private final int[] ascii = standardAsciiEscapesForJSON();

    private VisibleJson() {
        ascii[DEL] = ESCAPE_CUSTOM;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    /** The halves of a character beyond the basic plane come one by one, and stay. */
    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
        boolean half = ch >= Character.MIN_SURROGATE && ch <= Character.MAX_SURROGATE;
        return half || VisibleText.isVisible(ch) ? null : new SerializedString(VisibleText.escaped(ch));
    }
}

package org.cellnest.process.text;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Escapes in JSON strings also the characters that RFC 8259 permits but a terminal obeys: DEL, C1 controls, separators
 * and format characters. A reader gets the same value. Stateless.
 */
public final class VisibleJson extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DEL = 0x7f;

    /** The single instance. */
    public static final VisibleJson ESCAPES = new VisibleJson();

    private final int[] ascii = standardAsciiEscapesForJSON();

    private VisibleJson() {
        ascii[DEL] = ESCAPE_CUSTOM;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    /** Returns the escape of a character. Surrogates of a pair arrive one at a time and are not escaped. */
    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
        boolean half = ch >= Character.MIN_SURROGATE && ch <= Character.MAX_SURROGATE;
        return half || VisibleText.isVisible(ch) ? null : new SerializedString(VisibleText.escaped(ch));
    }
}

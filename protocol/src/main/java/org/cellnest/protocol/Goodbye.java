package org.cellnest.protocol;

/** The sender leaves now, and nothing is outstanding on its side. */
public record Goodbye() implements Message {
    @Override
    public MessageType type() {
        return MessageType.GOODBYE;
    }
}

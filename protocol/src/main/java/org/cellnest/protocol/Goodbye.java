package org.cellnest.protocol;

/** A notice that the sender leaves now, with nothing outstanding on its side. */
public record Goodbye() implements Message {
    @Override
    public MessageType type() {
        return MessageType.GOODBYE;
    }
}

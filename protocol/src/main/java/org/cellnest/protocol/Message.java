package org.cellnest.protocol;

/** A decoded record. One record class for each {@link MessageType}. */
public sealed interface Message
        permits Hello,
                Register,
                Welcome,
                Reject,
                Heartbeat,
                Drain,
                Goodbye,
                Routes,
                Join,
                Challenge,
                Prove,
                Describe,
                Description,
                LogLevel,
                Request,
                Reply,
                Cancel,
                Refuse,
                Deadline,
                Data,
                Credit,
                Reset {
    MessageType type();
}

package org.cellnest.gateway.rules;

/**
 * Signals a request that breaks a rule and is never forwarded. Carries the answer and no stack trace, since clients may
 * cause any number of them.
 */
public final class RefusedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LocalReply answer;

    public RefusedRequest(LocalReply answer) {
        super(answer.detail(), null, false, false);
        this.answer = answer;
    }

    /** Returns a 400 with a detail that names the value received and the value expected. */
    public static RefusedRequest bad(String detail) {
        return new RefusedRequest(LocalReply.of(400, detail));
    }

    public LocalReply answer() {
        return answer;
    }
}

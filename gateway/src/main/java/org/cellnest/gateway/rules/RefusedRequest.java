package org.cellnest.gateway.rules;

/** A request breaks a rule and is never forwarded. Carries the answer and no stack trace, since anyone may cause many. */
public final class RefusedRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient LocalReply answer;

    public RefusedRequest(LocalReply answer) {
        super(answer.detail(), null, false, false);
        this.answer = answer;
    }

    /** 400 with a detail that says what came and what was expected. */
    public static RefusedRequest bad(String detail) {
        return new RefusedRequest(LocalReply.of(400, detail));
    }

    public LocalReply answer() {
        return answer;
    }
}

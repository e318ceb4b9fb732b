package org.cellnest.integration.dashboard;

/** A refusal of the nest that is made up, as RFC 9457 has it. */
final class FakeProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;

    FakeProblem(int status, String detail) {
        super(detail);
        this.status = status;
    }
}

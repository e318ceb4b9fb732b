package org.cellnest.integration;

import org.cellnest.integration.harness.NestChild;

/** What may befall a process. */
enum ProcessFault {
    /** {@code kill -9}, a crash, a power cut: it is gone at once, and so are its connections. */
    KILLED {
        @Override
        void befall(NestChild process) {
            process.kill();
        }
    },
    /** TERM: it has time to finish. */
    TOLD_TO_STOP {
        @Override
        void befall(NestChild process) {
            process.terminate();
            process.awaitExit();
        }
    };

    abstract void befall(NestChild process);
}

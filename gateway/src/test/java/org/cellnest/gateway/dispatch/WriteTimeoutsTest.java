package org.cellnest.gateway.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteTimeoutsTest {
    private static final class Answer implements WriteTimeouts.Writing {
        private long written;
        private int givenUp;

        @Override
        public long written() {
            return written;
        }

        @Override
        public void giveUp() {
            givenUp++;
        }
    }

    private static final long SECOND = 1_000_000_000L;

    private final WriteTimeouts readers = new WriteTimeouts(100);
    private final Answer answer = new Answer();

    @Test
    void givesUpOnAClientThatHasTakenNothingForAsLongAsItMay() {
        answer.written = 7;
        readers.watch(answer, 1_000);
        readers.onTick(1_099);
        assertEquals(0, answer.givenUp);
        readers.onTick(1_100);
        assertEquals(1, answer.givenUp);
        readers.onTick(2_000);
        assertEquals(1, answer.givenUp, "once is enough");
        assertEquals(0, readers.size());
    }

    @Test
    void keepsAClientForAsLongAsItTakesSomething() {
        readers.watch(answer, 0);
        for (long nowNs = 0; nowNs <= 2_000; nowNs += 10) {
            readers.onTick(nowNs);
            answer.written += nowNs % 100 == 0 ? 1 : 0;
        }
        assertEquals(0, answer.givenUp);
        readers.onTick(2_100);
        readers.onTick(2_200);
        assertEquals(1, answer.givenUp);
    }

    @Test
    void makesRoomByGivingUpOnThoseThatHaveTakenNothingTheLongest() {
        WriteTimeouts patient = new WriteTimeouts(30 * SECOND);
        Answer oldest = new Answer();
        Answer taking = new Answer();
        Answer next = new Answer();
        Answer last = new Answer();
        List.of(oldest, taking, next, last).forEach(watched -> patient.watch(watched, 0));
        taking.written = 1;
        patient.relieve(() -> true, SECOND / 2 - 1);
        assertEquals(4, patient.size());
        patient.relieve(() -> next.givenUp == 0, SECOND / 2);
        assertEquals(List.of(1, 0, 1, 0), List.of(oldest.givenUp, taking.givenUp, next.givenUp, last.givenUp));
        patient.relieve(() -> true, SECOND - 1);
        assertEquals(List.of(0, 1), List.of(taking.givenUp, last.givenUp));
        patient.relieve(() -> true, SECOND);
        assertEquals(1, taking.givenUp);
        assertEquals(0, patient.size());
    }

    @Test
    void forgetsAnAnswerThatIsWritten() {
        WriteTimeouts.Place place = readers.watch(answer, 0);
        readers.forget(place);
        readers.forget(place);
        readers.forget(null);
        assertEquals(0, readers.size());
        readers.onTick(1_000);
        assertEquals(0, answer.givenUp);
    }

    @Test
    void letsAnAnswerBeForgottenWhileItIsGivenUp() {
        List<WriteTimeouts.Place> places = new ArrayList<>();
        WriteTimeouts.Writing closing = new WriteTimeouts.Writing() {
            @Override
            public long written() {
                return 0;
            }

            @Override
            public void giveUp() {
                // Closing a connection ends all that was written to it.
                places.forEach(readers::forget);
            }
        };
        places.add(readers.watch(closing, 0));
        places.add(readers.watch(answer, 0));
        readers.onTick(100);
        assertEquals(0, answer.givenUp);
        assertEquals(0, readers.size());
    }
}

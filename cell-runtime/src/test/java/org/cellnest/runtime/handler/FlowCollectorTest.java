package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.cellnest.buffer.Slice;
import org.cellnest.cell.Problem;
import org.cellnest.protocol.ErrorCode;
import org.junit.jupiter.api.Test;

class FlowCollectorTest {
    private final List<String> outcomes = new ArrayList<>();
    private final CollectedBytes budget = new CollectedBytes(100);

    private FlowCollector begin(FakeFlow flow, long maxBytes) {
        FlowCollector collector = new FlowCollector(flow, maxBytes, budget, new FlowCollector.Outcome() {
            @Override
            public void whole(Slice body) {
                outcomes.add("whole " + body.length());
            }

            @Override
            public void refused(Problem problem) {
                outcomes.add("refused " + problem.status());
            }

            @Override
            public void broken() {
                outcomes.add("broken");
            }
        });
        collector.begin();
        return collector;
    }

    @Test
    void collectsUpToItsBound() {
        begin(new FakeFlow(-1).send(new byte[4]).send(new byte[6]).end(), 10);
        begin(new FakeFlow(-1).send(new byte[4]).send(new byte[7]).end(), 10);
        begin(new FakeFlow(11), 10);
        begin(new FakeFlow(0).end(), 10);
        assertEquals(List.of("whole 10", "refused 413", "refused 413", "whole 0"), outcomes);
        assertEquals(10, budget.taken(), "the whole body's, until its answer");
    }

    @Test
    void refusesWhatThereIsNoRoomFor() {
        FakeFlow first = new FakeFlow(-1).send(new byte[60]);
        begin(first, 1000);
        begin(new FakeFlow(-1).send(new byte[30]).send(new byte[30]), 1000);
        assertEquals(List.of("refused 503"), outcomes);
        assertEquals(60, budget.taken());
        first.end();
        assertEquals("whole 60", outcomes.get(1));
    }

    @Test
    void endsOnceWhateverFollows() {
        FakeFlow flow = new FakeFlow(-1).send(new byte[60]);
        FlowCollector collector = begin(flow, 1000);
        collector.cancel();
        collector.cancel();
        flow.send(new byte[10]).breakOff(ErrorCode.IDLE).end();
        begin(new FakeFlow(-1).breakOff(ErrorCode.IDLE), 1000);
        assertEquals(List.of("broken", "broken"), outcomes);
        assertEquals(0, budget.taken());
    }
}

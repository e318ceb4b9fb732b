package org.cellnest.bench.cell;

import org.cellnest.cell.Body;
import org.cellnest.cell.Default;
import org.cellnest.cell.Route;

/** Contains the handlers that every contestant runs, either in a cell or in Undertow alone. */
public final class BenchCell {
    /** Returns a small answer. */
    @Route("/api/hello/{name}")
    public String hello(String name, @Default("13") int age) {
        return "hello! My name is " + name + ", I'm " + age + " years old";
    }

    /** Returns the body of the request. */
    @Route(value = "/api/echo", methods = "POST")
    public byte[] echo(@Body byte[] body) {
        return body;
    }

    /** Sleeps, as a handler waits for a database. */
    @Route("/api/sleep/{ms}")
    public String sleep(int ms) throws InterruptedException {
        Thread.sleep(ms);
        return "slept";
    }
}

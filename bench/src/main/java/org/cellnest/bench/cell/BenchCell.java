package org.cellnest.bench.cell;

import org.cellnest.cell.Body;
import org.cellnest.cell.Default;
import org.cellnest.cell.Route;

/** What every contestant runs, be it in a cell or in Undertow alone. */
public final class BenchCell {
    /** A small answer. */
    @Route("/api/hello/{name}")
    public String hello(String name, @Default("13") int age) {
        return "hello! My name is " + name + ", I'm " + age + " years old";
    }

    /** Gives the body back. */
    @Route(value = "/api/echo", methods = "POST")
    public byte[] echo(@Body byte[] body) {
        return body;
    }

    /** A handler that waits, as for a database. */
    @Route("/api/sleep/{ms}")
    public String sleep(int ms) throws InterruptedException {
        Thread.sleep(ms);
        return "slept";
    }
}

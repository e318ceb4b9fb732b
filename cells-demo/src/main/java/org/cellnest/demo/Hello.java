package org.cellnest.demo;

import org.cellnest.cell.Default;
import org.cellnest.cell.Description;
import org.cellnest.cell.Route;

/** Shows the shortest route: the name comes from the path, the age from the query, a form field or a JSON body. */
public final class Hello {
    /** Greets in plain text. */
    @Route(
            value = "/api/hello/{name}",
            methods = {"GET", "POST"},
            description = "Says hello in plain text")
    public String hello(@Description("Who is greeted") String name, @Description("In years") @Default("13") int age) {
        return "hello! My name is " + name + ", I'm " + age + " years old";
    }
}

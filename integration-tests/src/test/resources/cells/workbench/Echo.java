package workbench;

import java.util.Optional;
import org.cellnest.cell.CellContext;
import org.cellnest.cell.Request;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

@Route("/echo")
public final class Echo {
    private final String cellId;

    public Echo(CellContext context) {
        cellId = context.cellId();
    }

    @Route("/cell")
    public String cell() {
        return cellId;
    }

    @Route(value = "/request/{rest...}", methods = {"GET", "POST", "PUT", "DELETE", "PATCH"})
    public String request(Request request) {
        StringBuilder text = new StringBuilder();
        text.append(request.method()).append(' ').append(request.path()).append('?').append(request.query()).append('\n');
        text.append("client ").append(request.clientAddress()).append('\n');
        request.headers().forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }

    @Route("/same/{text}")
    public String same(String text) {
        return text;
    }

    /** Answers whatever status, header and value it is asked for. */
    @Route("/header")
    public Response header(String name, String value, Optional<Integer> status) {
        return Response.status(status.orElse(200)).header(name, value).body("answered");
    }

    /** Tries to smuggle a second header, and a second answer, into the client's connection. */
    @Route("/inject")
    public Response inject(String how) {
        Response plain = Response.text("answered");
        return switch (how) {
            case "crlf" -> plain.header("x-a", "b\r\nx-injected: yes");
            case "lf" -> plain.header("x-a", "b\nx-injected: yes");
            case "nul" -> plain.header("x-a", "b\0c");
            case "name" -> plain.header("x-a: b\r\nx-injected", "yes");
            case "space" -> plain.header("x a", "b");
            case "answer" -> plain.header("x-a", "b\r\n\r\nHTTP/1.1 200 OK\r\nx-injected: yes\r\ncontent-length: 0\r\n\r\n");
            case "length" -> plain.header("content-length", "3");
            case "chunked" -> plain.header("transfer-encoding", "chunked");
            case "connection" -> plain.header("connection", "close, x-gone").header("x-gone", "yes");
            case "nest" -> plain.header("nest-outcome", "not-started");
            case "attribute" -> plain.header(":client", "1.2.3.4");
            case "type" -> plain.type("text/plain\r\nx-injected: yes");
            default -> throw new IllegalArgumentException(how);
        };
    }
}

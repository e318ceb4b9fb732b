package workbench;

import org.cellnest.cell.Request;
import org.cellnest.cell.Response;
import org.cellnest.cell.Route;

@Route("/size")
public final class Sizes {
    /** A body of so many bytes. */
    @Route("/of/{bytes}")
    public Response of(int bytes) {
        byte[] body = new byte[bytes];
        java.util.Arrays.fill(body, (byte) 'x');
        return Response.bytes("application/octet-stream", body);
    }

    /** The length of what came. */
    @Route(value = "", methods = "POST")
    public String size(Request request) {
        return Long.toString(request.body().length());
    }
}

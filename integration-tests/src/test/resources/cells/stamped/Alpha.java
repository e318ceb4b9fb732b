package stamped;

import java.util.concurrent.atomic.AtomicInteger;
import org.cellnest.cell.Route;

@Route("/stamped")
public final class Alpha {
    private final AtomicInteger requests = new AtomicInteger();

    @Route("/alpha")
    public String alpha() {
        return "@STAMP@";
    }

    /** Each request loads, or finds loaded, one more class of the jar: what every part says, joined by commas. */
    @Route("/all")
    public String all() throws Exception {
        int late = requests.getAndIncrement() / 20 % 4;
        Object part = Class.forName("stamped.Late" + late).getConstructor().newInstance();
        return "@STAMP@," + Stamp.text() + "," + part + "," + Stamp.ofResource();
    }
}

package stamped;

import org.cellnest.cell.Route;

@Route("/stamped")
public final class Beta {
    @Route("/beta")
    public String beta() {
        return "@STAMP@";
    }

    @Route("/slow/{ms:\\d+}")
    public String slow(long ms) throws InterruptedException {
        Thread.sleep(Math.min(ms, 20_000));
        return "@STAMP@";
    }
}

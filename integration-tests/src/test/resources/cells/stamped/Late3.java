package stamped;

public final class Late3 {
    @Override
    public String toString() {
        return "@STAMP@";
    }
}

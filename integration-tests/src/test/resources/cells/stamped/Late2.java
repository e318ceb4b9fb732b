package stamped;

public final class Late2 {
    @Override
    public String toString() {
        return "@STAMP@";
    }
}

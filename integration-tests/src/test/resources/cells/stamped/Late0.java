package stamped;

public final class Late0 {
    @Override
    public String toString() {
        return "@STAMP@";
    }
}

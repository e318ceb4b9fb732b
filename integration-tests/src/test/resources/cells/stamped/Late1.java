package stamped;

public final class Late1 {
    @Override
    public String toString() {
        return "@STAMP@";
    }
}

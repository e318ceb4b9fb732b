package org.cellnest.runtime.handler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the {@code @Catches} method for an exception, among those of one deployment. Immutable and thread-safe. */
final class CatchTable {
    /** More than one for a class only if several classes inherit the same method. */
    private final Map<Class<?>, List<CatchMethod>> methodsByException;

    private CatchTable(Map<Class<?>, List<CatchMethod>> methodsByException) {
        this.methodsByException = methodsByException;
    }

    /** @throws InvalidCellException if two methods catch the same class */
    static CatchTable of(List<CatchMethod> methods) throws InvalidCellException {
        Map<Class<?>, List<CatchMethod>> methodsByException = new HashMap<>();
        for (CatchMethod method : methods) {
            for (Class<?> exception : method.exceptions()) {
                List<CatchMethod> same = methodsByException.computeIfAbsent(exception, type -> new ArrayList<>());
                if (!same.isEmpty() && !same.get(0).declared().equals(method.declared())) {
                    throw new InvalidCellException(exception.getName() + " is caught by "
                            + same.get(0).name() + " and by " + method.name()
                            + " (expected: one @Catches method for each class in a deployment)");
                }
                same.add(method);
            }
        }
        return new CatchTable(methodsByException);
    }

    boolean isEmpty() {
        return methodsByException.isEmpty();
    }

    /**
     * Returns the method for the nearest class of an exception.
     *
     * @param type the class whose route has failed; its own method wins over the same one of other classes
     */
    @Nullable
    CatchMethod nearest(Throwable failure, Class<?> type) {
        if (failure instanceof VirtualMachineError) {
            return null;
        }
        for (Class<?> each = failure.getClass(); each != null; each = each.getSuperclass()) {
            List<CatchMethod> methods = methodsByException.get(each);
            if (methods != null) {
                return methods.stream()
                        .filter(method -> method.type() == type)
                        .findFirst()
                        .orElse(methods.get(0));
            }
        }
        return null;
    }
}

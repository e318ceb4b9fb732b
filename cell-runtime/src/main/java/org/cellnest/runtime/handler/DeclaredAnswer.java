package org.cellnest.runtime.handler;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.cellnest.cell.Answers;
import org.cellnest.cell.Response;

/**
 * A status that a route's {@link Answers} annotation declares.
 *
 * @param type of the body; {@code void.class} as in the annotation
 * @param produces the content type, or empty
 * @param description for people, or empty
 */
record DeclaredAnswer(int status, Class<?> type, String produces, String description) {
    /**
     * Reads the declarations of a method, ordered by status.
     *
     * @param result the result type of the method
     * @param routeProduces the content type of its route, or empty
     * @throws IllegalArgumentException for a declaration that can never apply
     */
    static List<DeclaredAnswer> of(List<Answers> answers, Type result, String routeProduces) {
        List<DeclaredAnswer> declared = new ArrayList<>();
        Set<Integer> statuses = new HashSet<>();
        for (Answers answer : answers) {
            int status = answer.status();
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("@Answers(status = " + status + ") (expected: 200 to 599)");
            }
            if (!statuses.add(status)) {
                throw new IllegalArgumentException("@Answers(status = " + status + ") twice (expected: once)");
            }
            if (status < 400 && status != 200 && status != 204 && !mayBeResponse(result)) {
                throw new IllegalArgumentException("@Answers(status = " + status + ") of a " + result.getTypeName()
                        + ", which is sent with 200 (expected: a Response as its result, or 200, 204, 400 to 599)");
            }
            String produces = answer.produces().isEmpty() && status < 400 ? routeProduces : answer.produces();
            declared.add(new DeclaredAnswer(status, answer.type(), produces, answer.description()));
        }
        declared.sort(Comparator.comparingInt(DeclaredAnswer::status));
        return List.copyOf(declared);
    }

    /** Whether the declarations include all statuses below 400. */
    static boolean isWhole(List<DeclaredAnswer> declared) {
        return declared.stream().anyMatch(answer -> answer.status < 400);
    }

    private static boolean mayBeResponse(Type result) {
        Type value = RouteDescription.inner(RouteDescription.inner(result, CompletionStage.class), Optional.class);
        Class<?> raw = RouteDescription.raw(value);
        return raw == null || raw.isAssignableFrom(Response.class);
    }

    /** Whether a body is declared. */
    boolean hasType() {
        return type != void.class && type != Void.class;
    }
}

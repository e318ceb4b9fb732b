package org.cellnest.runtime.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;

/**
 * A parameter of a cell's method, with its type variables resolved. Its methods are those of {@link Parameter}.
 *
 * @param declared the parameter in the type that declares the method
 * @param getParameterizedType its type in the class that is constructed
 * @param getType the same erased
 */
record RouteParameter(Parameter declared, Type getParameterizedType, Class<?> getType) {
    boolean isAnnotationPresent(Class<? extends Annotation> type) {
        return declared.isAnnotationPresent(type);
    }

    <A extends Annotation> A getAnnotation(Class<A> type) {
        return declared.getAnnotation(type);
    }

    boolean isNamePresent() {
        return declared.isNamePresent();
    }

    String getName() {
        return declared.getName();
    }
}

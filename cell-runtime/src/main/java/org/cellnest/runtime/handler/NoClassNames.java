package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.jsontype.PolymorphicTypeValidator;
import java.io.Serial;

/**
 * Refuses types whose JSON names a Java class, since a client could choose the class that is constructed. Stateless.
 */
final class NoClassNames extends PolymorphicTypeValidator.Base {
    @Serial
    private static final long serialVersionUID = 1;

    @Override
    public Validity validateBaseType(MapperConfig<?> config, JavaType baseType) {
        throw new IllegalArgumentException(
                "@JsonTypeInfo of " + baseType.getRawClass().getName()
                        + " lets a request choose a class by its name (expected: use = NAME with @JsonSubTypes)");
    }

    @Override
    public Validity validateSubClassName(MapperConfig<?> config, JavaType baseType, String subClassName) {
        return Validity.DENIED;
    }
}

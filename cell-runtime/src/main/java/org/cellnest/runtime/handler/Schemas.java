package org.cellnest.runtime.handler;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the JSON Schemas (2020-12) of the types that a deployment reads and writes as JSON. They are for people and
 * tools: a schema that fails is left out and the deployment continues. Belongs to the one thread that builds a table,
 * and is released with the build.
 */
final class Schemas {
    private static final Logger LOG = LoggerFactory.getLogger(Schemas.class);
    /** The time for all schemas of a deployment together; schemas not written by then are left out. */
    private static final long MAX_NS = TimeUnit.SECONDS.toNanos(2);

    private final ObjectMapper mapper;
    private final LongSupplier nanoClock;
    private final Map<Type, String> requestsByType = new HashMap<>();
    private final Map<Type, String> responsesByType = new HashMap<>();
    private long spentNs;

    Schemas(ObjectMapper mapper, LongSupplier nanoClock) {
        this.mapper = mapper;
        this.nanoClock = nanoClock;
    }

    /** Returns the schema of a type that is read, or null if there is none. */
    @Nullable
    String ofRequest(Type type) {
        return requestsByType.computeIfAbsent(type, t -> write(SchemaWriter.Way.READ, t));
    }

    /** Returns the schema of a type that is written, or null if there is none. */
    @Nullable
    String ofResponse(Type type) {
        return responsesByType.computeIfAbsent(type, t -> write(SchemaWriter.Way.WRITE, t));
    }

    /**
     * Returns a schema of written types that consists of several, which share their definitions. Returns null if there
     * is none.
     */
    @Nullable
    String withDefinitions(Function<SchemaWriter, ObjectNode> content) {
        return write(SchemaWriter.Way.WRITE, content, "an answer");
    }

    private @Nullable String write(SchemaWriter.Way way, Type type) {
        return write(way, writer -> writer.schema(type), type.getTypeName());
    }

    private @Nullable String write(SchemaWriter.Way way, Function<SchemaWriter, ObjectNode> content, String what) {
        if (spentNs > MAX_NS) {
            return null;
        }
        long sinceNs = nanoClock.getAsLong();
        try {
            SchemaWriter writer = new SchemaWriter(mapper, way);
            return writer.whole(content.apply(writer));
        } catch (RuntimeException | LinkageError | StackOverflowError e) { // a cell's classes may be anything
            LOG.debug("no JSON Schema of {}", what, e);
            return null;
        } finally {
            spentNs += nanoClock.getAsLong() - sinceNs;
        }
    }
}

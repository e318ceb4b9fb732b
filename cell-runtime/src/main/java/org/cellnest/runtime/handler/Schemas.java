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
 * The JSON Schemas (2020-12) of what a deployment reads and writes as JSON. They are for people and tools, so whatever goes
 * wrong with one, it is left out and the deployment goes on. For the one thread that builds a table, and let go of with it.
 */
final class Schemas {
    private static final Logger LOG = LoggerFactory.getLogger(Schemas.class);
    /** All schemas of a deployment together may take so long; what is not written by then is left out. */
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

    /** The schema of what is read, or null if there is none. */
    @Nullable
    String ofRequest(Type type) {
        return requestsByType.computeIfAbsent(type, t -> write(SchemaWriter.Way.READ, t));
    }

    /** The schema of what is written, or null if there is none. */
    @Nullable
    String ofResponse(Type type) {
        return responsesByType.computeIfAbsent(type, t -> write(SchemaWriter.Way.WRITE, t));
    }

    /** A schema of what is written that is made of several, which share their definitions; null if there is none. */
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

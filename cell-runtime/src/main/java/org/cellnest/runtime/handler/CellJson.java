package org.cellnest.runtime.handler;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.lang.reflect.Type;
import org.cellnest.buffer.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the JSON of one deployment. A mapper caches its knowledge of classes, so each deployment has its own
 * mapper with a type cache of its own. Jackson's default cache is shared by the whole process and would keep the
 * classes of closed deployments. Immutable and thread-safe.
 *
 * <p>Reading: unknown members are ignored, so that a client may know more than the cell. Errors are a member twice,
 * text after the value, null or nothing for a primitive, and a fraction for a whole number. Scalars are read by the
 * rules of {@link ScalarTypes}; numbers of no declared type keep their digits. Dates are ISO 8601. Writing: NaN and the
 * infinities are errors.
 */
final class CellJson {
    static final int MAX_DEPTH = 100;
    static final int MAX_NUMBER_LENGTH = 1_000;
    static final int MAX_NAME_LENGTH = 10_000;
    private static final int POOLED_BUFFERS = 64;
    private static final int CACHED_TYPES = 200;

    private final ObjectMapper mapper;
    private final ObjectWriter writer;
    private final int maxBytes;

    /** @param maxBytes the most bytes that are written */
    CellJson(int maxBytes) {
        this.maxBytes = maxBytes;
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .addDecorator((unused, generator) -> new FiniteGenerator(generator))
                .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .build())
                .build();
        LookupCache<Object, JavaType> types = new LRUMap<>(16, CACHED_TYPES);
        SimpleModule scalars = new SimpleModule("scalars")
                .setDeserializerModifier(new ScalarDeserializers())
                .addKeySerializer(Double.class, new FiniteKeySerializer())
                .addKeySerializer(Float.class, new FiniteKeySerializer());
        this.mapper = JsonMapper.builder(factory)
                .typeFactory(TypeFactory.defaultInstance().withCache(types))
                // The default one is shared by the process, and remembers annotations by the names of their classes.
                .annotationIntrospector(new JacksonAnnotationIntrospector())
                .polymorphicTypeValidator(new NoClassNames())
                // The scalars wrap what the modules before them make.
                .addModules(
                        new Jdk8Module(),
                        new JavaTimeModule(),
                        new ParameterNamesModule(),
                        new CellClassesModule(),
                        scalars)
                .addHandler(new JsonKinds())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();
        this.writer = mapper.writer();
    }

    /** Returns the mapper, which knows the properties of each class. */
    ObjectMapper mapper() {
        return mapper;
    }

    /**
     * Creates a reader for a type.
     *
     * @throws IllegalArgumentException if there can be none, or it could read nothing; the message names the place
     *     and the reason
     */
    ObjectReader reader(Type type) {
        try {
            new ReadableTypes(mapper).require(type);
            ObjectReader reader = mapper.readerFor(mapper.constructType(type));
            // Looks the deserializer up now, so that a type without one fails the deployment and not its requests.
            Object unused = reader.without(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .readValue("null");
            return reader;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /**
     * Requires that values of a type can be written, as far as the type shows it.
     *
     * @throws IllegalArgumentException if they cannot; the message names the place and the reason
     */
    void requireWritable(Type type) {
        new WritableTypes(mapper).require(type);
    }

    /** Returns the type of values that are texts, with the names of enums in JSON; null for any other type. */
    @Nullable
    ValueType valueType(Type type) {
        ValueType value = ValueType.of(type);
        return value == null || !value.scalarClass().isEnum() ? value : value.with(enumeration(value.scalarClass()));
    }

    private ScalarType enumeration(Class<?> type) {
        JavaType javaType = mapper.constructType(type);
        BeanDescription bean = mapper.getDeserializationConfig().introspect(javaType);
        ScalarType named =
                EnumConstants.of(mapper.getDeserializationConfig(), bean).toScalarType();
        if (!ScalarDeserializers.hasCreator(bean)) {
            return named;
        }
        ObjectReader reader = mapper.readerFor(javaType);
        return named.readBy(text -> {
            try {
                return reader.readValue(TextNode.valueOf(text));
            } catch (IOException e) {
                throw new IllegalArgumentException(text, e);
            }
        });
    }

    /** Reads the members of a body. */
    JsonFields fields(Slice body) {
        try (JsonParser parser = mapper.createParser(body.array(), body.offset(), body.length())) {
            return JsonFields.read(parser);
        } catch (IOException e) {
            throw JsonErrors.problem(e, "body", "body");
        }
    }

    /** Reads a body as a value of the reader's type; null if the JSON is null. */
    @Nullable
    Object read(ObjectReader reader, Slice body) {
        try {
            return reader.readValue(body.array(), body.offset(), body.length());
        } catch (InvalidDefinitionException e) { // the cell's fault, not that of what came
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw JsonErrors.problem(e, "body", "body");
        }
    }

    /** Reads a member of a body as a value of the reader's type; null if there is no such member. */
    @Nullable
    Object read(ObjectReader reader, JsonFields body, String name) {
        try {
            JsonParser parser = body.at(name);
            return parser == null
                    ? null
                    : reader.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                            .readValue(parser);
        } catch (InvalidDefinitionException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw JsonErrors.problem(e, name, "json");
        }
    }

    /**
     * Writes a value as JSON.
     *
     * @throws TooLargeException if it is more than the deployment may send
     * @throws IOException if it cannot be written
     */
    Slice write(Object value) throws IOException {
        BoundedOutput output = new BoundedOutput(maxBytes);
        try {
            writer.writeValue(output, value);
        } catch (JsonProcessingException e) {
            if (output.overflowed()) {
                throw new TooLargeException(maxBytes);
            }
            throw e;
        }
        return output.toSlice();
    }
}

package org.cellnest.runtime.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cellnest.cell.Description;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Schemas of classes whose JSON Jackson's annotations change. */
class AnnotatedSchemasTest {
    @JsonIgnoreProperties("internal")
    public record User(
            @JsonProperty(value = "login", required = true) @Description("Of the login page")
            String name,

            @JsonIgnore @Nullable String passwordHash,
            @JsonPropertyDescription("In years") int age,
            @Nullable String internal,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            String password,

            @JsonProperty(access = JsonProperty.Access.READ_ONLY) @Nullable
            Integer visits,

            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int score,

            @JsonAlias("e-mail") @JsonProperty(required = true)
            String mail) {}

    public record Formats(
            @JsonFormat(pattern = "dd.MM.yyyy") LocalDate day,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Instant at,
            @JsonFormat(shape = JsonFormat.Shape.STRING) int count,
            @JsonFormat(pattern = "yyyy") List<LocalDate> days) {}

    public enum Size {
        @JsonProperty("s")
        SMALL,
        LARGE
    }

    public enum Code {
        ONE(1),
        TWO(2);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        @JsonValue
        public int code() {
            return number;
        }

        @JsonCreator
        public static Code of(int code) {
            return code == 1 ? ONE : TWO;
        }
    }

    public record Id(@JsonValue String text) {
        @JsonCreator
        public static Id of(String text) {
            return new Id(text.toLowerCase(Locale.ROOT));
        }
    }

    public record Tags(@JsonValue List<String> all) {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        public Tags {}
    }

    public record Enums(Size size, Code code, Id id, Tags tags) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    public record Point(int x, String y) {}

    public record Address(String street, int number) {}

    public record Person(
            String name, @JsonUnwrapped(prefix = "home_") Address home) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Group.class, name = "group")
    })
    public interface Shape {}

    public record Circle(int r) implements Shape {}

    public record Group(List<Shape> all) implements Shape {}

    public interface Plain {}

    public record One(int a) implements Plain {}

    public record Two(int b) implements Plain {}

    public record Member(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
            @JsonSubTypes({
                @JsonSubTypes.Type(value = One.class, name = "one"),
                @JsonSubTypes.Type(value = Two.class, name = "two")
            })
            Plain plain) {}

    public static final class Extra {
        private final Map<String, Integer> more = Map.of();

        @JsonAnyGetter
        public Map<String, Integer> more() {
            return more;
        }
    }

    private static final String USER_MEMBERS = "'login':{'type':'string','description':'Of the login page'},"
            + "'age':{'type':'integer','format':'int32','description':'In years'},";

    static Stream<Arguments> schemas() {
        String int32 = "{'type':'integer','format':'int32'}";
        String shapes = "{'oneOf':[{'allOf':[{'$ref':'#/$defs/Circle'},{'type':'object',"
                + "'properties':{'kind':{'const':'circle'}},'required':['kind']}]},"
                + "{'allOf':[{'$ref':'#/$defs/Group'},{'type':'object',"
                + "'properties':{'kind':{'const':'group'}},'required':['kind']}]}]";
        String shapeDefinitions = "{'Circle':{'type':'object','properties':{'r':" + int32 + "},'required':['r']},"
                + "'Group':{'type':'object','properties':{'all':{'type':'array','items':" + shapes + "}}}}}";
        String person = "{'type':'object','properties':{'name':{'type':'string'},'home_street':{'type':'string'},"
                + "'home_number':" + int32 + "},'required':['home_number']}";
        String member = "{'Member':{'type':'object','properties':{'plain':{'oneOf':["
                + "{'type':'object','properties':{'one':{'$ref':'#/$defs/One'}},'required':['one']},"
                + "{'type':'object','properties':{'two':{'$ref':'#/$defs/Two'}},'required':['two']}]}}},"
                + "'One':{'type':'object','properties':{'a':" + int32 + "},'required':['a']},"
                + "'Two':{'type':'object','properties':{'b':" + int32 + "},'required':['b']}}";
        return Stream.of(
                Arguments.of(
                        SchemaWriter.Way.WRITE,
                        User.class,
                        "{'User':{'type':'object','properties':{" + USER_MEMBERS + "'visits':" + int32 + ",'score':"
                                + int32 + ",'mail':{'type':'string'}},'required':['login','age','mail']}}"),
                Arguments.of(
                        SchemaWriter.Way.READ,
                        User.class,
                        "{'User':{'type':'object','properties':{" + USER_MEMBERS
                                + "'password':{'type':'string'},'score':" + int32
                                + ",'mail':{'type':'string'}},'required':['login','age','score']}}"),
                Arguments.of(
                        SchemaWriter.Way.WRITE,
                        Formats.class,
                        "{'Formats':{'type':'object','properties':{'day':{'type':'string'},'at':{'type':'number'},"
                                + "'count':{'type':'string'},'days':{'type':'array','items':{'type':'string'}}},"
                                + "'required':['count']}}"),
                Arguments.of(
                        SchemaWriter.Way.READ,
                        Formats.class,
                        "{'Formats':{'type':'object','properties':{'day':{'type':'string'},'at':{'type':'number'},"
                                + "'count':" + int32 + ",'days':{'type':'array','items':{'type':'string'}}},"
                                + "'required':['count']}}"),
                Arguments.of(
                        SchemaWriter.Way.WRITE,
                        Enums.class,
                        "{'Enums':{'type':'object','properties':{'size':{'type':'string','enum':['s','LARGE']},"
                                + "'code':" + int32 + ",'id':{'type':'string'},"
                                + "'tags':{'type':'array','items':{'type':'string'}}}}}"),
                Arguments.of(
                        SchemaWriter.Way.READ,
                        Enums.class,
                        "{'Enums':{'type':'object','properties':{'size':{'type':'string','enum':['s','LARGE']},"
                                + "'code':" + int32 + ",'id':{'type':'string'},"
                                + "'tags':{'type':'array','items':{'type':'string'}}}}}"),
                Arguments.of(
                        SchemaWriter.Way.WRITE,
                        Point.class,
                        "{'Point':{'type':'array','prefixItems':[" + int32 + ",{'type':'string'}]}}"),
                Arguments.of(
                        SchemaWriter.Way.READ,
                        Point.class,
                        "{'Point':{'type':'array','prefixItems':[" + int32 + ",{'type':'string'}]}}"),
                Arguments.of(SchemaWriter.Way.WRITE, Person.class, "{'Person':" + person + "}"),
                Arguments.of(SchemaWriter.Way.READ, Person.class, "{'Person':" + person + "}"),
                Arguments.of(SchemaWriter.Way.WRITE, Shape.class, shapeDefinitions),
                Arguments.of(SchemaWriter.Way.READ, Shape.class, shapeDefinitions),
                Arguments.of(SchemaWriter.Way.WRITE, Member.class, member),
                Arguments.of(SchemaWriter.Way.READ, Member.class, member),
                Arguments.of(
                        SchemaWriter.Way.WRITE,
                        Extra.class,
                        "{'Extra':{'type':'object','additionalProperties':" + int32 + "}}"));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void describesWhatTheAnnotationsMake(SchemaWriter.Way way, Type type, String definitions) {
        assertEquals(json(definitions), schema(way, type).path("$defs"));
    }

    @Test
    void agreesWithWhatIsWrittenAndRead() throws Exception {
        ObjectMapper mapper = new CellJson(1 << 20).mapper();
        Formats formats = new Formats(LocalDate.of(2026, 11, 3), Instant.ofEpochSecond(1), 7, List.of());
        assertEquals(
                "{'day':'03.11.2026','at':1.000000000,'count':'7','days':[]}".replace('\'', '"'),
                mapper.writeValueAsString(formats));
        assertEquals("[1,\"b\"]", mapper.writeValueAsString(new Point(1, "b")));
        assertEquals(
                json("{'name':'a','home_street':'b','home_number':1}"),
                mapper.readTree(mapper.writeValueAsBytes(new Person("a", new Address("b", 1)))));
        assertEquals(
                json("{'plain':{'two':{'b':1}}}"), mapper.readTree(mapper.writeValueAsBytes(new Member(new Two(1)))));
        User user = mapper.readValue(
                "{\"login\":\"a\",\"passwordHash\":\"b\",\"age\":1,\"internal\":\"c\",\"password\":\"d\",\"visits\":2,"
                        + "\"score\":0,\"e-mail\":\"e\"}",
                User.class);
        assertEquals(new User("a", null, 1, null, "d", null, 0, "e"), user);
        assertEquals(
                json("{'login':'a','age':1,'visits':null,'mail':'e'}"),
                mapper.readTree(mapper.writeValueAsBytes(user)));
        assertEquals(
                new Enums(Size.SMALL, Code.TWO, new Id("x"), new Tags(List.of("y"))),
                mapper.readValue("{\"size\":\"s\",\"code\":2,\"id\":\"X\",\"tags\":[\"y\"]}", Enums.class));
    }

    private static JsonNode schema(SchemaWriter.Way way, Type type) {
        Schemas schemas = new Schemas(new CellJson(1 << 20).mapper(), () -> 0L);
        return json(way == SchemaWriter.Way.WRITE ? schemas.ofResponse(type) : schemas.ofRequest(type));
    }

    /** With apostrophes for quotation marks. */
    private static JsonNode json(@Nullable String text) {
        assertNotNull(text);
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}

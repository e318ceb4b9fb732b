/**
 * What a cell is written against: put {@link org.cellnest.cell.Route @Route} on methods, build a jar, drop it beside a
 * running cell process, and the methods answer HTTP requests behind every gateway of the nest.
 *
 * <pre>{@code
 * public class Greetings {
 *     @Route("/api/hello/{name}")
 *     public String hello(String name, @Default("13") int age) {
 *         return "hello! My name is " + name + ", I'm " + age + " years old";
 *     }
 * }
 * }</pre>
 *
 * <p><b>Parameters.</b> A scalar (number, text, enum, UUID, date ...) without an annotation is looked for in the path,
 * then the query, then a form field, then a top-level field of a JSON body, by its name; so compile with {@code
 * -parameters}. A record or POJO without an annotation is the whole JSON body. Headers and cookies need {@link
 * org.cellnest.cell.Header @Header} and {@link org.cellnest.cell.Cookie @Cookie}; {@link org.cellnest.cell.Body @Body}
 * takes the body as it came. {@link org.cellnest.cell.Request}, {@link org.cellnest.cell.Headers}, {@link
 * org.cellnest.cell.Content} and {@link org.cellnest.cell.CellContext} are given by their type. What is missing and is
 * neither {@code Optional} nor has a {@link org.cellnest.cell.Default @Default} is answered with 400.
 *
 * <p><b>One text, one value.</b> The same text is the same value in a path, query, form, header, cookie and JSON. In JSON it
 * may stand with or without quotes, alone or in records, lists, maps and their keys. Numbers keep their digits; NaN, the infinities and
 * what a type cannot hold are refused. Constants of an enum are found in any case, and with hyphens for underscores. Dates
 * and times are ISO 8601; an {@code Instant}, {@code OffsetDateTime} or {@code ZonedDateTime} may be seconds since 1970, and
 * a {@code Duration} seconds, to the nanosecond. An empty text is a value of a text, and elsewhere counts as missing; so does
 * a list with nothing but empty texts.
 *
 * <p><b>Bodies.</b> A body of a content type that no parameter reads is 415, and {@code Accept} lists those that are read. So
 * is one in a content coding such as gzip. A method without parameters that may come from the body never looks at it; one
 * that takes a {@link org.cellnest.cell.Request} may read any body itself.
 *
 * <p><b>Results.</b> A {@code String} is plain text, {@code byte[]} is {@code application/octet-stream}, {@code void} and
 * {@code null} are 204, an empty {@code Optional} (or {@code OptionalInt} and its kin) is 404, a {@link
 * org.cellnest.cell.Response} says it all itself, a {@code CompletionStage} is waited for, and anything else is written as
 * JSON, in which NaN and the infinities are errors. Throw a {@link
 * org.cellnest.cell.Problem} to answer with an error.
 *
 * <p><b>JSON.</b> Annotations of {@code com.fasterxml.jackson.annotation} on the classes that are read and written count, such as
 * {@code @JsonProperty}, {@code @JsonIgnore} or {@code @JsonSubTypes}; the nest has Jackson, and a jar need not bring it. A type
 * fails the deployment that names its member where no JSON can be read into it (an interface without subtypes, for example),
 * that has annotations of {@code com.fasterxml.jackson.databind}, {@code @JsonFilter} or {@code @JacksonInject}, which the nest
 * cannot obey, or that is read with {@code @JsonTypeInfo(use = CLASS)}, which would let a request choose a class. Where only the
 * value shows it, the answer is 500. {@code @JsonView} selects nothing, since no view is active.
 *
 * <p><b>Descriptions.</b> The nest describes its routes to people and tools, as OpenAPI, with the schemas of what they take
 * and give. {@link org.cellnest.cell.Route#description} and {@link org.cellnest.cell.Description @Description} on
 * parameters, records and their components add what types cannot say, {@link org.cellnest.cell.Answers @Answers} the statuses
 * that a {@link org.cellnest.cell.Response} may have.
 *
 * <p><b>Singletons.</b> What route classes share (a pool, a client, a repository) is made by at most one {@link
 * org.cellnest.cell.CellSetup} in the jar and taken by their constructors. With {@link org.cellnest.cell.StopFirst @StopFirst}
 * each version stops before its successor starts, for what only one can hold.
 *
 * <p><b>What the JVM has once.</b> JDBC drivers that the jar or its libraries declare as services are registered when a
 * deployment loads and taken back when it closes, so {@code DriverManager} finds those of each version. Handlers of {@code
 * java.util.logging} and MBeans of its classes are taken back too. Everything else of that kind belongs to the whole
 * process: security providers, URL stream handlers, ImageIO plug-ins, system properties, defaults of locale, time zone,
 * proxy or TLS. Pass such a thing where it is used instead of registering it, or undo it in {@link
 * org.cellnest.cell.CellContext#onClose onClose}. Providers of charsets, file systems and locales are found on the
 * host's class path alone.
 *
 * <p><b>Tests.</b> The module {@code cell-test} deploys a cell in a test and answers requests as a nest would; with the
 * factories here ({@link org.cellnest.cell.Request#of}, {@link org.cellnest.cell.CellContext#forTests}) methods are tested by
 * calling them.
 *
 * <p>Nothing here is ever null unless its javadoc says so, neither what is passed nor what is returned. The interfaces
 * are implemented by the nest alone and grow; their factories make instances for tests.
 */
package org.cellnest.cell;

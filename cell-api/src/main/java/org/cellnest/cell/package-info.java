/**
 * Defines the API of cells. Put {@link org.cellnest.cell.Route @Route} on methods, build a jar, and drop it beside a
 * running cell process. The methods then answer HTTP requests behind every gateway of the nest.
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
 * <p><b>Parameters.</b> A scalar (number, text, enum, UUID, date ...) without an annotation is looked up by its name,
 * so compile with {@code -parameters}. The order is path, query, form field, top-level field of a JSON body. A record
 * or POJO without an annotation is the whole JSON body. Headers and cookies need {@link
 * org.cellnest.cell.Header @Header} and {@link org.cellnest.cell.Cookie @Cookie}; {@link org.cellnest.cell.Body @Body} takes the body as it
 * came, and {@link org.cellnest.cell.Part @Part} a part of a form with files. {@link org.cellnest.cell.Request}, {@link
 * org.cellnest.cell.Headers}, {@link org.cellnest.cell.Content}, {@link org.cellnest.cell.Parts}, {@link
 * org.cellnest.cell.Upload} and {@link org.cellnest.cell.CellContext} are given by their type. A missing value is answered with 400, unless the parameter is
 * {@code Optional} or has a {@link org.cellnest.cell.Default @Default}.
 *
 * <p><b>One text, one value.</b> The same text is the same value in a path, query, form, header, cookie and JSON. In
 * JSON it may stand with or without quotes, alone or in records, lists, maps and their keys. Numbers keep their digits;
 * NaN, the infinities and values outside a type's range are refused. Constants of an enum are found in any case, and
 * with hyphens for underscores. Dates and times are ISO 8601. An {@code Instant}, {@code OffsetDateTime} or {@code
 * ZonedDateTime} may be seconds since 1970, and a {@code Duration} seconds, to the nanosecond. An empty text is a value
 * of a text, and elsewhere counts as missing; so does a list with nothing but empty texts.
 *
 * <p><b>Bodies.</b> A body of a content type that no parameter reads is 415, and {@code Accept} lists the types that
 * are read. A body in a content coding such as gzip is 415 too. A method without parameters from the body never looks
 * at it. A method with a {@link org.cellnest.cell.Request} may read any body itself.
 *
 * <p><b>Large bodies.</b> An {@link org.cellnest.cell.Upload}, {@code @Body InputStream}, {@code @Body
 * ReadableByteChannel}, {@code @Body Flow.Publisher<ByteBuffer>} or {@link org.cellnest.cell.Parts} is the body while it
 * comes, of any size. A {@link org.cellnest.cell.Writing}, {@code InputStream}, {@code ReadableByteChannel}, {@code
 * Path} or {@code Flow.Publisher} as a result is sent as it is produced. The items of a publisher are {@code
 * ByteBuffer}, {@code byte[]} or {@code String}; anything else becomes a line of JSON ({@code application/x-ndjson}).
 *
 * <p><b>Results.</b> A {@code String} is plain text, {@code byte[]} is {@code application/octet-stream}, and {@code
 * void} and {@code null} are 204. A {@link java.nio.file.Path} is the content of that file, as {@link
 * org.cellnest.cell.Response#file Response.file} describes. An empty {@code Optional} (or {@code OptionalInt} and its
 * kin) is 404. A {@link org.cellnest.cell.Response} sets status, headers and body itself, and a {@code CompletionStage} is awaited. Anything
 * else is written as JSON, in which NaN and the infinities are errors. Throw a {@link org.cellnest.cell.Problem} to
 * answer with an error.
 *
 * <p><b>Filters and exceptions.</b> A {@link org.cellnest.cell.Filter} runs around the routes whose paths it selects,
 * for logins, headers or measurements. A {@link org.cellnest.cell.Catches @Catches} method answers exceptions of all
 * routes of the jar.
 *
 * <p><b>JSON.</b> Annotations of {@code com.fasterxml.jackson.annotation} on the classes that are read and written
 * count, such as {@code @JsonProperty}, {@code @JsonIgnore} or {@code @JsonSubTypes}. The nest has Jackson, so a jar
 * need not bring it. Some types fail the deployment, with a message that names their member:
 *
 * <ul>
 * <li>types that JSON cannot be read into, such as an interface without subtypes;
 * <li>types with annotations of {@code com.fasterxml.jackson.databind}, {@code @JsonFilter} or {@code @JacksonInject},
 * which the nest cannot obey;
 * <li>types read with {@code @JsonTypeInfo(use = CLASS)}, which would let a request choose a class.
 * </ul>
 *
 * <p>If only the value reveals such a fault, the answer is 500. {@code @JsonView} selects nothing, since no view is
 * active.
 *
 * <p><b>Descriptions.</b> The nest describes its routes to people and tools, as OpenAPI, with the schemas of their
 * parameters and results. The texts of {@link org.cellnest.cell.Route#description} and of {@link
 * org.cellnest.cell.Description @Description} on parameters, records and their components add meaning beyond the types.
 * {@link org.cellnest.cell.Answers @Answers} adds the statuses that a {@link org.cellnest.cell.Response} may have.
 *
 * <p><b>Singletons.</b> At most one {@link org.cellnest.cell.CellSetup} in the jar creates the objects that route
 * classes share (a pool, a client, a repository). Constructors of route classes take them as parameters. With {@link
 * org.cellnest.cell.StopFirst @StopFirst} each version stops before its successor starts, for exclusive resources.
 *
 * <p><b>Global state of the JVM.</b> JDBC drivers that the jar or its libraries declare as services are registered when
 * a deployment loads, and deregistered when it closes. {@code DriverManager} thus finds those of each version. Handlers
 * of {@code java.util.logging} and MBeans of its classes are removed too. All other global state belongs to the whole
 * process: security providers, URL stream handlers, ImageIO plug-ins, system properties, defaults of locale, time zone,
 * proxy or TLS. Pass such an object where it is used instead of registering it, or undo the registration in {@link
 * org.cellnest.cell.CellContext#onClose onClose}. Providers of charsets, file systems and locales are found on the
 * host's class path alone.
 *
 * <p><b>Tests.</b> The module {@code cell-test} deploys a cell in a test and answers requests as a nest would. With the
 * factories here ({@link org.cellnest.cell.Request#of}, {@link org.cellnest.cell.CellContext#forTests}), tests can call
 * methods directly.
 *
 * <p>Nothing here is ever null unless its javadoc permits it, neither arguments nor results. The interfaces are
 * implemented by the nest alone and grow; their factories make instances for tests.
 */
package org.cellnest.cell;

package org.cellnest.runtime.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Annotations of Jackson in a jar count, whichever Jackson the jar brings itself. */
class JacksonAnnotationsTest extends DeployTest {
    private static final String USER = "package demo; import com.fasterxml.jackson.annotation.*;"
            + " public record User(@JsonProperty(\"login\") String name, @JsonIgnore String passwordHash,"
            + " @JsonInclude(JsonInclude.Include.NON_NULL) String note) {"
            + " @org.cellnest.cell.Route(\"/user\") public static User user() {"
            + " return new User(\"ann\", \"secret\", null); } }";
    private static final String SERIALIZED = "package demo; import com.fasterxml.jackson.databind.annotation.*;"
            + " public record User(String name, @JsonSerialize(using ="
            + " com.fasterxml.jackson.databind.ser.std.ToStringSerializer.class) Integer id) {"
            + " @org.cellnest.cell.Route(\"/user\") public static User user() { return new User(\"ann\", 1); } }";

    private static byte[] jarOf(Class<?> type) throws IOException, URISyntaxException {
        return Files.readAllBytes(
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }

    @Test
    void countWhereTheJarBringsNone() throws Exception {
        TestJars.jar().source("demo.User", USER).writeTo(cell.file("users.jar"));
        cell.settle();
        assertEquals("{\"login\":\"ann\"}", cell.get("/user"));
    }

    @Test
    void countWhereTheJarBringsItsOwnAndReadsWithADatabindOfItsOwn() throws Exception {
        TestJars.jar()
                .source("demo.User", USER)
                .source(
                        "demo.Own",
                        "package demo; public class Own { @org.cellnest.cell.Route(\"/own\") public String own()"
                                + " throws Exception { Class<?> mapper = com.fasterxml.jackson.databind.ObjectMapper.class;"
                                + " return (mapper.getClassLoader() == Own.class.getClassLoader()) + \" \""
                                + " + new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(User.user()); } }")
                .entry("META-INF/lib/jackson-annotations.jar", jarOf(JsonIgnore.class))
                .entry("META-INF/lib/jackson-databind.jar", jarOf(JsonSerialize.class))
                .entry("META-INF/lib/jackson-core.jar", jarOf(com.fasterxml.jackson.core.JsonFactory.class))
                .writeTo(cell.file("users.jar"));
        cell.settle();
        assertEquals("{\"login\":\"ann\"}", cell.get("/user"));
        assertEquals("true {\"login\":\"ann\"}", cell.get("/own"));
    }

    @Test
    void areRefusedByNameWhereTheyAreOfDatabind() throws Exception {
        TestJars.jar().source("demo.User", SERIALIZED).writeTo(cell.file("without.jar"));
        TestJars.jar()
                .source("demo.User", SERIALIZED.replace("/user", "/other"))
                .entry("META-INF/lib/jackson-databind.jar", jarOf(JsonSerialize.class))
                .entry("META-INF/lib/jackson-core.jar", jarOf(com.fasterxml.jackson.core.JsonFactory.class))
                .writeTo(cell.file("with.jar"));
        cell.waitForReports();
        for (String jar : new String[] {"without.jar", "with.jar"}) {
            String reason = Files.readString(cell.failed(jar));
            assertTrue(
                    reason.contains("demo.User.user(): its result: @JsonSerialize of demo.User cannot be obeyed"),
                    reason);
        }
    }

    @Test
    void ofDatabindAreLeftAloneInClassesThatTheNestNeverReadsOrWrites() throws Exception {
        TestJars.answering("1")
                .source("demo.User", SERIALIZED.replaceAll("@org.cellnest.cell.Route\\(.*?\\)", ""))
                .writeTo(cell.file("users.jar"));
        cell.settle();
        assertEquals("1", cell.get("/version"));
        assertFalse(Files.exists(cell.failed("users.jar")));
    }
}

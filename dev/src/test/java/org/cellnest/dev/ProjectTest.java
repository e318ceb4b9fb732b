package org.cellnest.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cellnest.process.StartupException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectTest {
    @TempDir
    Path folder;

    @Test
    void readsAMavenProject() throws Exception {
        Project project = Project.at(new TestProject(folder.resolve("anything")).folder);
        assertEquals("orders", project.name());
        assertEquals(17, project.release());
        assertEquals(project.directory().resolve("src/main/java"), project.sources());
        assertEquals(project.directory().resolve("target/classes"), project.classes());
    }

    @Test
    void takesABareFolderOfSourcesOrOfClasses() throws Exception {
        write("plain one/example/A.java", "");
        Project sources = Project.at(folder.resolve("plain one"));
        assertEquals("plain-one", sources.name());
        assertEquals(sources.directory(), sources.sources());
        write("with/src/example/A.java", "");
        Project below = Project.at(folder.resolve("with"));
        assertEquals(below.directory().resolve("src"), below.sources());
        write("out/example/A.class", "");
        Project classes = Project.at(folder.resolve("out"));
        assertEquals(classes.directory(), classes.classes());
    }

    @Test
    void saysWhatItExpectedWhereThereIsNoProject() throws Exception {
        assertProblem("none", "no such folder");
        Files.createDirectories(folder.resolve("empty"));
        assertProblem("empty", "neither Java sources nor classes");
        write("parent/pom.xml", "<project><artifactId>p</artifactId><packaging>pom</packaging></project>");
        assertProblem("parent", "a project of modules");
    }

    private void assertProblem(String name, String message) {
        StartupException problem = assertThrows(StartupException.class, () -> Project.at(folder.resolve(name)));
        assertTrue(String.valueOf(problem.getMessage()).contains(message), problem::getMessage);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}

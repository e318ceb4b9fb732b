package org.cellnest.runtime.deploy.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cellnest.runtime.deploy.DeployFixture;
import org.cellnest.runtime.deploy.TestJars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folders of a cell may be called anything that their file system takes. */
class FolderNamesTest {
    @TempDir
    Path root;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a:b",
                "a\\b",
                "a b",
                "a%41b",
                "a%b",
                "a#b",
                "a?b",
                "a!",
                "a!b",
                "a+b",
                "a'b\"c",
                "${user.home}",
                "-a",
                "*",
                "a*b",
                "a;b",
                "file:",
                "jar:file:a!",
                "b\u00fccher"
            })
    void servesFromFoldersOfAnyName(String name) throws IOException {
        assumeTrue(FileNames.charset().equals("UTF-8") || name.chars().allMatch(c -> c < 128));
        try (DeployFixture cell = new DeployFixture(Files.createDirectory(root.resolve(name)))) {
            byte[] library = TestJars.jar()
                    .source(
                            "lib.Words",
                            "package lib; public class Words { public static String word() { return \"deep\"; } }")
                    .bytes();
            TestJars jar =
                    TestJars.jar().entry("META-INF/lib/words.jar", library).entry("word.txt", "down");
            TestJars.jar()
                    .source(
                            "lib.Words",
                            "package lib; public class Words { public static String word() { return \"\"; } }")
                    .source("demo.Version", """
                            package demo;
                            public class Version {
                                @org.cellnest.cell.Route("/version")
                                public String version() throws java.io.IOException {
                                    try (var in = Version.class.getResource("/word.txt").openStream()) {
                                        return lib.Words.word() + " " + new String(in.readAllBytes());
                                    }
                                }
                            }
                            """)
                    .compile()
                    .forEach((entry, bytes) -> {
                        if (entry.startsWith("demo/")) {
                            jar.entry(entry, bytes);
                        }
                    });
            jar.writeTo(cell.file("orders.jar"));
            cell.settle();
            assertEquals("deep down", cell.get("/version"));
        }
    }

    @Test
    void keepsItsFilesInAFolderOfAPlainNameForADeployDirectoryOfAnyOther() throws IOException {
        Path cells = Files.createDirectory(root.resolve("x".repeat(240) + ":\\"));
        try (WorkDirectory work = WorkDirectory.open(root.resolve("work"), cells)) {
            String name = String.valueOf(work.path().getFileName());
            assertTrue(name.matches("x{64}-[0-9a-f]{8}-0"), name);
        }
    }

    @Test
    void passesOverCopiesThatAnEarlierProcessHasLeft() throws IOException {
        try (WorkDirectory work = WorkDirectory.open(root.resolve("work"), root)) {
            Files.createDirectory(work.path().resolve("live/1-orders"));
            assertEquals("2-orders", String.valueOf(work.newCopyFolder("orders").getFileName()));
        }
    }
}

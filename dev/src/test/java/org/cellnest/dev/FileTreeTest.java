package org.cellnest.dev;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreeTest {
    @TempDir
    Path folder;

    /** Distinguishes unreadable settings from absent ones. */
    @Test
    void hasALinkToNothingForAFile() throws IOException {
        Path conf = folder.resolve("orders.conf");
        assertTrue(FileTree.ofFile(conf).isEmpty());
        Files.createSymbolicLink(conf, Path.of("nowhere"));
        FileTree link = FileTree.ofFile(conf);
        assertFalse(link.isEmpty());
        assertEquals(link, FileTree.ofFile(conf));
        Files.writeString(folder.resolve("nowhere"), "a = 1");
        assertFalse(link.equals(FileTree.ofFile(conf)));
    }
}

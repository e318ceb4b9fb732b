package org.cellnest.runtime.deploy.jar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.cellnest.runtime.deploy.jar.FileStamp.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stamp of one entry of the deploy directory. An entry that cannot be used yields a troubled stamp.
 * Stateless.
 */
public final class EntryReader {
    private EntryReader() {}

    /** Reads what is to be seen of an entry; null if it is gone. */
    static @Nullable public FileStamp read(Path entry, Kind kind) {
        if (!FileNames.isSpelled(entry)) {
            return FileStamp.troubled(
                    FileNames.escaped(entry),
                    kind,
                    "its name cannot be spelled here (expected: printable characters of " + FileNames.charset() + ")");
        }
        String name = FileNames.of(entry);
        if (FileNames.isMiscased(name)) {
            String suffix = name.substring(name.lastIndexOf('.'));
            return Files.exists(entry, LinkOption.NOFOLLOW_LINKS)
                    ? FileStamp.troubled(
                            name, kind, "its name ends with " + suffix + " (expected: " + kind.suffix + ")")
                    : null;
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
            String trouble = troubleWith(attributes, kind);
            if (!trouble.isEmpty()) {
                return FileStamp.troubled(name, kind, trouble);
            }
            return kind == Kind.CLASSES
                    ? ClassFolder.read(entry).sighting(entry, name)
                    : new FileStamp(
                            name,
                            kind,
                            attributes.size(),
                            attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS),
                            FileIdentity.of(entry, attributes));
        } catch (NoSuchFileException e) {
            return Files.exists(entry, LinkOption.NOFOLLOW_LINKS)
                    ? FileStamp.troubled(name, kind, "a link to nothing")
                    : null;
        } catch (IOException e) {
            return FileStamp.troubled(name, kind, "cannot be read: " + IoReasons.of(e));
        } catch (RuntimeException | Error e) {
            FatalErrors.rethrowFatal(e);
            return FileStamp.troubled(name, kind, "cannot be read: " + e);
        }
    }

    private static String troubleWith(BasicFileAttributes attributes, Kind kind) {
        boolean folder = attributes.isDirectory();
        if (kind == Kind.CLASSES) {
            return folder
                    ? ""
                    : "not a folder (expected: a folder of classes; a jar's name ends with " + FileNames.JAR + ")";
        }
        if (attributes.isRegularFile()) {
            return "";
        }
        return folder
                ? "a folder (expected: a file"
                        + (kind == Kind.JAR
                                ? "; the name of a folder of classes ends with " + FileNames.CLASSES + ")"
                                : ")")
                : "neither a file nor a folder (expected: a file)";
    }
}

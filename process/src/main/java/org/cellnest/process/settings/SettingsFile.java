package org.cellnest.process.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Reads a file of settings and its includes. A named file must exist and must be UTF-8. HOCON's own reader would skip a
 * missing file, and substitute replacement characters for malformed input. Stateless.
 */
final class SettingsFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 20;

    private SettingsFile() {}

    /**
     * Returns the settings in a file, with references not resolved.
     *
     * @throws ConfigException with one line that names the file
     */
    static Config read(Path file) {
        return read(file, 0);
    }

    /**
     * Returns the settings in a file.
     *
     * @param depth the depth of the file in the chain of includes
     */
    static Config read(Path file, int depth) {
        if (depth > MAX_DEPTH) {
            throw unreadable(file, "included more than " + MAX_DEPTH + " files deep (expected: no circle of includes)");
        }
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(syntax(file))
                .setOriginDescription(file.toString())
                .setIncluder(new FileIncluder(file, depth));
        return ConfigFactory.parseString(text(file), options);
    }

    private static ConfigSyntax syntax(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".json")
                ? ConfigSyntax.JSON
                : name.endsWith(".properties") ? ConfigSyntax.PROPERTIES : ConfigSyntax.CONF;
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw unreadable(file, absence(file));
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (AccessDeniedException e) {
            throw unreadable(file, "permission denied");
        } catch (IOException e) {
            throw unreadable(file, e.toString());
        }
        if (bytes.length > MAX_BYTES) {
            throw unreadable(file, "more than " + MAX_BYTES + " bytes (expected: at most that)");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw unreadable(file, "has NUL characters (expected: text in UTF-8, not UTF-16)");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw unreadable(file, "not UTF-8 (expected: UTF-8)");
        }
    }

    private static String absence(Path file) {
        if (Files.isDirectory(file)) {
            return "a folder (expected: a file)";
        }
        if (Files.isSymbolicLink(file)) {
            return "a link to nothing (expected: a file)";
        }
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? "not a file (expected: a file)" : "no such file";
    }

    private static ConfigException unreadable(Path file, String reason) {
        return new ConfigException.Generic(file + ": " + reason);
    }
}

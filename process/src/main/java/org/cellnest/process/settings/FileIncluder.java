package org.cellnest.process.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Includes files from the folder of the including file. A missing file is an error, as in nginx. A name without a
 * suffix may be that of a {@code .conf}, {@code .json} or {@code .properties} file. Immutable.
 *
 * @param file the including file
 * @param depth the depth of that file in the chain of includes
 */
record FileIncluder(Path file, int depth)
        implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private static final List<String> SUFFIXES = List.of("", ".conf", ".json", ".properties");

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        if (isUrl(what)) {
            try {
                return includeURL(context, new URL(what));
            } catch (MalformedURLException e) {
                return included(what).root();
            }
        }
        return included(what).root();
    }

    private Config included(String what) {
        Path beside = file.toAbsolutePath().resolveSibling(what);
        Path found = SUFFIXES.stream()
                .map(suffix -> beside.resolveSibling(beside.getFileName() + suffix))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(beside);
        return SettingsFile.read(found, depth + 1);
    }

    private static boolean isUrl(String what) {
        return what.matches("[A-Za-z][A-Za-z0-9+.-]+://?.*");
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return included(what.getPath()).root();
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return ConfigFactory.parseURL(what, context.parseOptions().setAllowMissing(false))
                .root();
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return ConfigFactory.parseResources(what, context.parseOptions().setAllowMissing(false))
                .root();
    }
}

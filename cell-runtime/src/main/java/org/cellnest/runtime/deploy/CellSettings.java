package org.cellnest.runtime.deploy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cellnest.cell.Settings;
import org.cellnest.runtime.deploy.jar.ConfText;
import org.cellnest.runtime.deploy.jar.DeploymentException;
import org.cellnest.runtime.deploy.jar.IoReasons;
import org.cellnest.runtime.deploy.jar.NoIncludes;

/** Merges a deployment's settings: the defaults in its jar, overlaid by the file beside it. Stateless. */
final class CellSettings {
    static final String DEFAULTS = "META-INF/cell/defaults.conf";

    private CellSettings() {}

    /** @param conf the text of {@code NAME.conf}, empty if there is none; it may refer to the jar's defaults */
    static Settings read(Path jar, String conf, String confName) throws DeploymentException {
        return merge(parse(conf, confName), defaultsOf(jar), confName);
    }

    /**
     * Merges settings that do not come from files.
     *
     * @param values by key, where dots make sections; they overlay {@code conf}
     * @param conf HOCON, may be empty
     * @param defaults the text of the cell's own defaults, may be empty
     */
    static Settings of(Map<String, ?> values, String conf, String defaults) throws DeploymentException {
        Config overlay;
        try {
            overlay = ConfigFactory.parseMap(values, "the values set");
        } catch (ConfigException e) {
            throw new DeploymentException("settings: " + e.getMessage(), e);
        }
        return merge(overlay.withFallback(parse(conf, "the settings given")), defaults, "the settings given");
    }

    private static Settings merge(Config overlay, String defaultsText, String confName) throws DeploymentException {
        Config defaults = parse(defaultsText, DEFAULTS);
        try {
            return Settings.of(overlay.withFallback(defaults).resolve().root().unwrapped());
        } catch (ConfigException | IllegalArgumentException e) {
            throw new DeploymentException("settings of " + confName + " and " + DEFAULTS + ": " + e.getMessage(), e);
        }
    }

    private static Config parse(String text, String origin) throws DeploymentException {
        try {
            return ConfigFactory.parseString(
                    text,
                    ConfigParseOptions.defaults()
                            .setSyntax(ConfigSyntax.CONF)
                            .setOriginDescription(origin)
                            .setIncluder(new NoIncludes(origin)));
        } catch (ConfigException e) {
            throw new DeploymentException("settings: " + e.getMessage(), e);
        }
    }

    private static String defaultsOf(Path jar) throws DeploymentException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(DEFAULTS);
            if (entry == null) {
                return "";
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return ConfText.read(in);
            }
        } catch (IOException e) {
            throw new DeploymentException(DEFAULTS + " cannot be read: " + IoReasons.of(e), e);
        } catch (DeploymentException e) {
            throw new DeploymentException("settings of " + DEFAULTS + ": " + e.getMessage(), e);
        }
    }
}

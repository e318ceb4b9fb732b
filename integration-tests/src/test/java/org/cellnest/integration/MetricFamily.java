package org.cellnest.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric family of Prometheus: its type and the labels of its series.
 *
 * @param type such as {@code counter}
 * @param labels names, without {@code le} of histograms
 */
record MetricFamily(String type, Set<String> labels) {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    /** Reads the first table of a page whose columns are metric, type, labels and meaning. */
    static Map<String, MetricFamily> ofTable(Path page) throws IOException {
        Map<String, MetricFamily> families = new TreeMap<>();
        boolean within = false;
        for (String line : Files.readAllLines(page)) {
            if (line.startsWith("| metric |")) {
                within = true;
            } else if (within && !line.startsWith("|")) {
                break;
            } else if (within && line.startsWith("| `")) {
                String[] cells = line.split("\\|", -1);
                Set<String> labels = new TreeSet<>(Set.of(cells[3].strip().split(", ?", -1)));
                labels.remove("");
                Matcher name = NAME.matcher(cells[1]);
                while (name.find()) {
                    families.put(name.group(1), new MetricFamily(cells[2].strip(), labels));
                }
            }
        }
        return families;
    }

    /** Reads the families of a page in the text format 0.0.4; those without a series are left out. */
    static Map<String, MetricFamily> ofPage(String page) {
        Map<String, MetricFamily> families = new TreeMap<>();
        String name = "";
        String type = "";
        for (String line : page.lines().toList()) {
            Matcher declared = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (declared.matches()) {
                name = declared.group(1);
                type = declared.group(2);
            } else if (!line.startsWith("#") && sample.matches()) {
                String labels = sample.group(2);
                Set<String> names = families.computeIfAbsent(name, key -> new MetricFamily("", new TreeSet<>())).labels;
                Matcher label = LABEL.matcher(labels == null ? "" : labels);
                while (label.find()) {
                    names.add(label.group(1));
                }
                names.remove("le");
                families.put(name, new MetricFamily(type, names));
            }
        }
        return families;
    }
}

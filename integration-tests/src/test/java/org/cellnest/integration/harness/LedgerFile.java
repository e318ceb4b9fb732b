package org.cellnest.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the workbench cells have really run, as they wrote it down. */
public final class LedgerFile {
    /** A line of the ledger; the event is {@code start}, {@code end} or {@code interrupted}. */
    public record Entry(String key, String event, String cell, long atMs) {}

    private final Path file;
    private final String prefix;

    public LedgerFile(Path file) {
        this(file, "");
    }

    private LedgerFile(Path file, String prefix) {
        this.file = file;
        this.prefix = prefix;
    }

    /** The part of it whose keys begin so. */
    public LedgerFile of(String keyPrefix) {
        return new LedgerFile(file, keyPrefix);
    }

    /** The file that {@link TestCells#workbench} is told. */
    public Path path() {
        return file;
    }

    /** Everything so far, in order. */
    public List<Entry> entries() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<Entry> entries = new ArrayList<>();
            for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\n", -1)) {
                String[] parts = line.split(" ", -1);
                if (parts.length == 4 && parts[0].startsWith(prefix)) {
                    entries.add(new Entry(parts[0], parts[1], parts[2], Long.parseLong(parts[3])));
                }
            }
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often each key was started. */
    public Map<String, Integer> startsByKey() {
        Map<String, Integer> starts = new TreeMap<>();
        for (Entry entry : entries()) {
            if (entry.event().equals("start")) {
                starts.merge(entry.key(), 1, Integer::sum);
            }
        }
        return starts;
    }

    /** How often a key was started. */
    public int starts(String key) {
        return count(key, "start");
    }

    /** Whether the key has such an entry. */
    public boolean has(String key, String event) {
        return count(key, event) > 0;
    }

    private int count(String key, String event) {
        return (int) entries().stream()
                .filter(entry -> entry.key().equals(key) && entry.event().equals(event))
                .count();
    }

    /** The keys that were started more than once, with how often. */
    public Map<String, Integer> repeated() {
        Map<String, Integer> repeated = startsByKey();
        repeated.values().removeIf(count -> count <= 1);
        return repeated;
    }
}

package org.cellnest.runtime.multipart;

import java.util.Map;

/** The parts of a body that are kept, by name; all others are skipped. */
public record PartLayout(Map<String, PartRule> rulesByName) {
    public PartLayout {
        rulesByName = Map.copyOf(rulesByName);
    }
}

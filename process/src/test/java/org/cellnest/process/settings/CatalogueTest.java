package org.cellnest.process.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    @Test
    void acceptsEveryDefaultOfItsOwn() {
        Settings settings = Settings.of();
        for (Setting<?> setting : Catalogue.all()) {
            assertValid(setting, settings);
        }
    }

    private static <T> void assertValid(Setting<T> setting, Settings settings) {
        assertTrue(setting.type().valid().test(settings.value(setting)), setting.key());
    }

    @Test
    void givesEverySettingAnEnvironmentNameOfItsOwn() {
        Set<String> names = new HashSet<>();
        for (Setting<?> setting : Catalogue.all()) {
            assertTrue(names.add(setting.environmentName()), setting.key());
        }
        assertEquals("CELLNEST_GATEWAY_CORS_MAX_AGE", Catalogue.GATEWAY_CORS_MAX_AGE.environmentName());
    }

    @Test
    void explainsEverySettingInASentence() {
        for (Setting<?> setting : Catalogue.all()) {
            assertTrue(setting.sentence().matches("[A-Z][^\\n]{10,110}\\."), setting.key());
        }
    }

    @Test
    void listsForAProcessWhatItUses() {
        assertTrue(Catalogue.of("cell").contains(Catalogue.CELL_DIRECTORY));
        assertTrue(Catalogue.of("cell").contains(Catalogue.NEST_KEY));
        assertTrue(
                Catalogue.of("cell").stream().noneMatch(setting -> setting.key().startsWith("router.")));
    }
}

package caravan;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class ModuleTests {
    @Test
    void modulesTouchEachOtherOnlyAsDeclared() {
        ApplicationModules.of(Caravan.class).verify();
    }
}

package io.plumbline.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void everyDeclaredKeyIsInTheListOnce() {
        long declared = Arrays.stream(Keys.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == Key.class)
                .count();
        Set<String> names = Keys.ALL.stream().map(Key::name).collect(Collectors.toSet());
        assertEquals(declared, Keys.ALL.size());
        assertEquals(declared, names.size());
        assertEquals(
                declared,
                Keys.ALL.stream()
                        .map(Key::environmentName)
                        .collect(Collectors.toSet())
                        .size());
    }

    @Test
    void everyNameIsOursOrOneThatKafkaOrTheRegistryClientKnows() {
        for (Key<?> key : Keys.ALL) {
            assertTrue(
                    key.name().matches("plumbline(\\.[a-z]+)+")
                            || Passed.definition(key.name()).isPresent(),
                    key.name());
            assertEquals(Optional.empty(), Owned.reason(key.name()));
        }
    }

    @Test
    void everyDefaultIsAValueTheKeyTakes() {
        for (Key<?> key : Keys.ALL) {
            key.standardText()
                    .ifPresent(text -> assertEquals(key.standard(), key.kind().read(text), key.name() + "=" + text));
        }
    }

    @Test
    void everyKeyIsSetByItsVariable() {
        for (Key<?> key : Keys.ALL) {
            String text = key.standardText().orElse("1");
            Configuration configuration = Configuration.of(List.of(), Map.of(key.environmentName(), text), List.of());
            assertEquals(List.of(), configuration.problems(), key.name());
            assertEquals(
                    Optional.of(key.environmentName()), configuration.given(key).map(Given::said), key.name());
        }
    }

    @Test
    void everySettingThatIsRefusedIsOneOfKafkas() {
        Set<String> unknown = new HashSet<>(Owned.all().keySet());
        unknown.removeIf(name -> Passed.definition(name).isPresent());
        assertEquals(Set.of(), unknown);
    }
}

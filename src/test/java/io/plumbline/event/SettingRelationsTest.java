package io.plumbline.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.event.ChangeEvent.ConfigEdited;
import io.plumbline.event.ChangeEvent.LoggingEffect;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Edits that leave a setting hear, from what keeps the setting, of those that come back to it. */
class SettingRelationsTest {

    private static final Subject LOW = ChangeEvent.setting("erp", "limit", "low");

    private static final ConfigEdited RAISED = edit("raised", "low", "high", LoggingEffect.NONE);
    private static final ConfigEdited LOWERED = edit("lowered", "high", "low", LoggingEffect.NONE);

    @Test
    void anEditGoesToWhatKeepsTheSettingsItLeftAndCameTo() {
        assertTrue(Routing.subjectsOf(RAISED)
                .containsAll(Set.of(RAISED.implementation(), LOW, ChangeEvent.setting("erp", "limit", "high"))));
        assertEquals(
                List.of(ChangeEvent.setting("erp", "limit", ChangeEvent.LOGGING)),
                edit("quiet", "low", "low", LoggingEffect.REDUCED).settings());
        assertEquals(
                List.of(), edit("same", "low", "low", LoggingEffect.UNKNOWN).settings());
    }

    @Test
    void eachIsToldOfTheOthersAndNotOfItself() {
        Relations relations = Relations.of(LOW, List.of(RAISED, LOWERED));
        assertTrue(relations.passes(RAISED.implementation(), LOWERED));
        assertFalse(relations.passes(RAISED.implementation(), RAISED));
        assertTrue(relations.passes(LOWERED.implementation(), RAISED));
    }

    @Test
    void anEntryAboutARuleOrControlGoesToThePartOfPlumblineItIsAbout() {
        Instant at = Instant.parse("2026-03-02T10:00:00Z");
        assertTrue(Routing.subjectsOf(new ReferenceEvent.SodRuleDisabled(Header.of("catalogue", "d-1", at), "R-1", at))
                .contains(Routing.system("plumbline/rule/R-1")));
        assertTrue(Routing.subjectsOf(new ReferenceEvent.ControlStaged(
                        Header.of("catalogue", "s-1", at), "SOD-01", Stage.ACTIVE, at, "agreed"))
                .contains(Routing.system("plumbline/control/SOD-01")));
    }

    private static ConfigEdited edit(String id, String before, String after, LoggingEffect logging) {
        return new ConfigEdited(
                Header.of("erp-log", id, Instant.parse("2026-03-02T10:00:00Z")),
                id,
                "erp",
                "limit",
                List.of(),
                Optional.of(before),
                Optional.of(after),
                Principal.identity("p-1"),
                Optional.empty(),
                logging);
    }
}

package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent.SodRulePublished;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The segregation-of-duties rules of one version of the catalogue, found by the functions they name: whoever holds some functions
 * is held only against the rules those can break.
 */
public final class SodRules {

    /** Where a function is named: numbers of versions, and which of its slots each time. */
    private static final class Places {

        private int[] versions = new int[4];
        private int[] slots = new int[4];
        private int size;

        void add(int version, int slot) {
            if (size == versions.length) {
                versions = Arrays.copyOf(versions, 2 * size);
                slots = Arrays.copyOf(slots, 2 * size);
            }
            versions[size] = version;
            slots[size++] = slot;
        }
    }

    private final Map<String, List<Dated<SodRulePublished>>> rules;
    private final List<SodRulePublished> versions = new ArrayList<>();
    private final Map<String, Places> byFunction = new HashMap<>();

    SodRules(Map<String, List<Dated<SodRulePublished>>> rules) {
        this.rules = rules;
        rules.values().forEach(ofOne -> ofOne.forEach(version -> add(version.value())));
    }

    private void add(SodRulePublished version) {
        int number = versions.size();
        versions.add(version);
        for (int slot = 0; slot < version.slots().size(); slot++) {
            for (String function : version.slots().get(slot).anyOf()) {
                byFunction.computeIfAbsent(function, id -> new Places()).add(number, slot);
            }
        }
    }

    /** How many slots of a rule make a conflict; all where it does not say, and never none. */
    public static int needed(SodRulePublished rule) {
        int all = rule.slots().size();
        return Math.max(1, Math.min(all, rule.minimumFilled().orElse(all)));
    }

    /** The rules of which these functions fill enough slots in any version, each with all its versions; by rule id. */
    SortedMap<String, List<Dated<SodRulePublished>>> filledBy(Collection<String> functions) {
        Map<Integer, BitSet> filled = new HashMap<>();
        for (String function : functions) {
            Places places = byFunction.get(function);
            for (int i = 0; places != null && i < places.size; i++) {
                filled.computeIfAbsent(places.versions[i], version -> new BitSet())
                        .set(places.slots[i]);
            }
        }
        SortedMap<String, List<Dated<SodRulePublished>>> found = new TreeMap<>();
        filled.forEach((number, slots) -> {
            SodRulePublished version = versions.get(number);
            if (slots.cardinality() >= needed(version)) {
                found.put(version.ruleId(), rules.get(version.ruleId()));
            }
        });
        return found;
    }
}

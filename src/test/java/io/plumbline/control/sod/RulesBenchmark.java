package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.ParameterDefinition;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.Reference;
import io.plumbline.control.Watermarks;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import io.plumbline.event.Severity;
import io.plumbline.event.Slot;
import io.plumbline.event.SodRuleType;
import io.plumbline.event.Subject;
import io.plumbline.facts.IdentityFacts;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * What many rules cost: time to compile a catalogue, memory it keeps, and time to judge one person once more after one more event.
 *
 * <p>Every rule has two sides of a hundred entitlements each, drawn from twenty thousand. A person has four grants of roles, each
 * with three roles inside it and five entitlements in all. Compiling is the catalogue and everything it works out when first asked.
 * Times are those the processor worked, so that a busy machine does not lengthen them.
 * Memory is the heap in use after collection, with the catalogue and without; the events themselves are in both. Not a test: run
 * {@code main}; optional arguments are the numbers of rules.
 */
public final class RulesBenchmark {

    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final int ENTITLEMENTS = 20_000;
    private static final int A_SIDE = 100;
    private static final int ROLES = 2_000;
    private static final int PERSONS = 500;

    private RulesBenchmark() {}

    public static void main(String[] arguments) {
        int[] sizes = arguments.length == 0
                ? new int[] {100, 1_000, 10_000}
                : List.of(arguments).stream().mapToInt(Integer::parseInt).toArray();
        run(sizes[0]);
        System.out.printf(
                "%n%8s %12s %10s %12s %14s %14s%n",
                "rules", "compile ms", "heap MiB", "us/judging", "conflicts", "us, all rules");
        for (int rules : sizes) {
            System.out.println(run(rules));
        }
    }

    private static String run(int rules) {
        Random chance = new Random(7);
        List<ReferenceEvent> entries = entries(rules, chance);
        List<IdentityFacts> persons = new ArrayList<>();
        for (int i = 0; i < PERSONS; i++) {
            persons.add(person(i, chance));
        }
        long before = heap();
        long began = cpu();
        Catalogue catalogue = Catalogue.of(1, entries);
        catalogue.rulesFilledBy(List.of("F0"));
        catalogue.roleTimes("erp", "R0");
        long compiled = cpu() - began;
        long kept = heap() - before;
        Reference reference = new Reference(
                definition(), catalogue, Watermarks.of(Map.of("erp", Instant.parse("2030-01-01T00:00:00Z"))));
        judge(persons, reference);
        long judged = cpu();
        long conflicts = judge(persons, reference);
        long perPerson = (cpu() - judged) / PERSONS;
        long searched = cpu();
        for (IdentityFacts person : persons.subList(0, 20)) {
            Map<String, List<HeldFunction>> held = HeldFunction.byFunction(
                    EffectiveAccess.of(person, catalogue).paths(), catalogue);
            catalogue.sodRules().values().forEach(versions -> Conflict.with(versions, held));
        }
        long withoutIndex = (cpu() - searched) / 20;
        return String.format(
                "%,8d %,12d %,10d %,12d %14.1f %,14d",
                rules,
                compiled / 1_000_000,
                kept / (1 << 20),
                perPerson / 1_000,
                conflicts / (double) PERSONS,
                withoutIndex / 1_000);
    }

    private static long judge(List<IdentityFacts> persons, Reference reference) {
        ConflictingFunctionsSeparated control = new ConflictingFunctionsSeparated();
        return persons.stream()
                .flatMap(person -> control.evaluate(person, reference).stream())
                .mapToLong(judgement -> judgement.deviations().size())
                .sum();
    }

    private static List<ReferenceEvent> entries(int rules, Random chance) {
        List<ReferenceEvent> entries = new ArrayList<>();
        for (int i = 0; i < ENTITLEMENTS; i++) {
            entries.add(ReferenceEvents.entitlement(
                            Header.of("cmdb", "m" + i, START),
                            "erp",
                            "E" + i,
                            START,
                            List.of(new FunctionUse("F" + i, ActivityLevel.POST)))
                    .build());
        }
        for (int i = 0; i < ROLES; i++) {
            List<String> children = i % 4 == 0 ? List.of("R" + (i + 1), "R" + (i + 2), "R" + (i + 3)) : List.of();
            entries.add(ReferenceEvents.role(
                            Header.of("erp", "r" + i, START),
                            "erp",
                            "R" + i,
                            START,
                            drawn(i % 4 == 0 ? 2 : 1, "E", chance))
                    .children(children)
                    .build());
        }
        for (int i = 0; i < rules; i++) {
            entries.add(RuleEvents.rule(
                            Header.of("grc", "s" + i, START),
                            "S" + i,
                            "1",
                            START,
                            "made up",
                            List.of(new Slot(drawn(A_SIDE, "F", chance)), new Slot(drawn(A_SIDE, "F", chance))),
                            Severity.HIGH)
                    .type(SodRuleType.PAIR)
                    .build());
        }
        return entries;
    }

    private static List<String> drawn(int many, String prefix, Random chance) {
        List<String> drawn = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            drawn.add(prefix + chance.nextInt(ENTITLEMENTS));
        }
        return drawn;
    }

    private static IdentityFacts person(int number, Random chance) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            events.add(AccessEvents.granted(
                            Header.of("erp", "g" + number + "-" + i, START.plus(Duration.ofDays(i + 1))),
                            "g" + i,
                            Principal.identity("p-" + number),
                            "erp",
                            "R" + 4 * chance.nextInt(ROLES / 4))
                    .path(GrantPath.ROLE)
                    .build());
        }
        return IdentityFacts.of(Subject.identity("p-" + number), events);
    }

    private static ControlDefinition definition() {
        List<ParameterDefinition> parameters =
                List.of(duration("min_overlap", "PT5M"), duration("exercised_lookback", "P90D"));
        return new ControlDefinition(
                "SOD-01",
                "",
                "1",
                "",
                "",
                new TreeMap<>(),
                List.of(),
                parameters,
                new TreeMap<>(),
                "",
                List.of(),
                new TreeMap<>());
    }

    private static ParameterDefinition duration(String name, String value) {
        return new ParameterDefinition(
                name, ParameterDefinition.Type.DURATION, value, Optional.empty(), Optional.empty(), "", "");
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}

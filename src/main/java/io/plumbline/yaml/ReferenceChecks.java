package io.plumbline.yaml;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.ParameterDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Owners;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.ReferenceEvent.CalendarPublished;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvent.ParameterChanged;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.SodRuleDisabled;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Stage;
import io.plumbline.event.Subject;
import io.plumbline.json.Problems;
import io.plumbline.yaml.ReferenceEntries.Entry;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What reference data must satisfy as a whole, and what in it will probably not do what was meant. */
final class ReferenceChecks {

    /** What Plumbline itself states has this source. */
    private static final String RESERVED_SOURCE = "plumbline";

    private final Collection<ControlDefinition> definitions;
    private final String where;

    // Of the file that is being checked.
    private Problems problems;
    private Problems warnings;

    private final Set<String> systems = new HashSet<>();
    private final Set<String> rules = new HashSet<>();
    private final Set<String> exemptions = new HashSet<>();
    private final Set<String> givenFunctions = new HashSet<>();

    /** @param where where what an entry names was looked for, in words */
    ReferenceChecks(Collection<ControlDefinition> definitions, String where) {
        this.definitions = definitions;
        this.where = where;
    }

    /** Remembers what there is, for what names it; all of it comes before the first check. */
    void collect(ReferenceEvent event) {
        if (event instanceof SystemRegistered system) {
            systems.add(system.systemId());
        } else if (event instanceof SodRulePublished rule) {
            rules.add(rule.ruleId());
        } else if (event instanceof ExemptionGranted exemption) {
            exemptions.add(exemption.exemptionId());
        } else if (event instanceof EntitlementMapped mapped) {
            mapped.performable().stream().map(FunctionUse::functionId).forEach(givenFunctions::add);
        }
    }

    /** Checks the entries of one file. */
    void check(List<Entry> entries, Problems problemsOfFile, Problems warningsOfFile) {
        problems = problemsOfFile;
        warnings = warningsOfFile;
        entries.forEach(this::check);
    }

    private void check(Entry entry) {
        if (entry.event() instanceof SystemRegistered system) {
            owners(system, entry.path());
        } else if (entry.event() instanceof SourceDeclared source) {
            source(source, entry.path());
        } else if (entry.event() instanceof EntitlementMapped mapped) {
            knownSystem(mapped.systemId(), Problems.key(entry.path(), "systemId"));
        } else if (entry.event() instanceof RoleDefined role) {
            knownSystem(role.systemId(), Problems.key(entry.path(), "systemId"));
        } else if (entry.event() instanceof BirthrightPublished birthright) {
            knownSystem(birthright.systemId(), Problems.key(entry.path(), "systemId"));
        } else if (entry.event() instanceof SodRulePublished rule) {
            slots(rule, entry.path());
        } else if (entry.event() instanceof SodRuleDisabled disabled && !rules.contains(disabled.ruleId())) {
            warnings.add(
                    Problems.key(entry.path(), "ruleId"), "no rule '" + disabled.ruleId() + "' is published " + where);
        } else if (entry.event() instanceof ParameterChanged changed) {
            parameter(changed, entry.path());
        } else if (entry.event() instanceof ControlStaged staged) {
            staged(staged, entry.path());
        } else if (entry.event() instanceof CalendarPublished calendar) {
            calendar(calendar, entry.path());
        } else if (entry.event() instanceof ExemptionGranted exemption) {
            exemption(exemption, entry.path());
        } else if (entry.event() instanceof ExemptionRevoked revoked && !exemptions.contains(revoked.exemptionId())) {
            warnings.add(
                    Problems.key(entry.path(), "exemptionId"),
                    "no exemption '" + revoked.exemptionId() + "' is granted " + where);
        }
    }

    private void owners(SystemRegistered system, String path) {
        Owners owners = system.owners();
        boolean inScope = system.soxInScope() || system.socInScope();
        owner(inScope, owners.businessOwner(), "businessOwner", "in scope", path);
        owner(inScope, owners.systemOwner(), "systemOwner", "in scope", path);
        owner(system.soxInScope(), owners.icfrRiskOwner(), "icfrRiskOwner", "in SOX scope", path);
        owner(system.socInScope(), owners.securityRiskOwner(), "securityRiskOwner", "in SOC scope", path);
    }

    private void owner(boolean needed, Optional<String> owner, String duty, String scope, String path) {
        if (needed && owner.isEmpty()) {
            warnings.add(
                    Problems.key(path, "owners." + duty),
                    "is missing for a system " + scope + "; its evidence will list the field as missing");
        }
    }

    private void source(SourceDeclared source, String path) {
        if (source.sourceId().equals(RESERVED_SOURCE)) {
            problems.add(
                    Problems.key(path, "sourceId"),
                    "'" + RESERVED_SOURCE + "' is what Plumbline itself states; name the source otherwise");
        }
        positive(source.silentAfter(), "silentAfter", path);
        positive(source.clockTolerance(), "clockTolerance", path);
        if (source.feeds().isEmpty()) {
            warnings.add(Problems.key(path, "feeds"), "is empty, so that the source can prove nothing");
        }
        if (source.grace().isNegative()) {
            problems.add(Problems.key(path, "grace"), "must be at least PT0S, was " + source.grace());
        }
        source.assumedLateness()
                .filter(Duration::isNegative)
                .ifPresent(lateness ->
                        problems.add(Problems.key(path, "assumedLateness"), "must be at least PT0S, was " + lateness));
        if (source.completeFrom().isPresent()
                && source.completeTo().isPresent()
                && !source.completeFrom().get().isBefore(source.completeTo().get())) {
            problems.add(
                    Problems.key(path, "completeTo"),
                    "must be after completeFrom " + source.completeFrom().get() + ", was "
                            + source.completeTo().get());
        }
        for (int i = 0; i < source.systems().size(); i++) {
            knownSystem(source.systems().get(i), Problems.key(path, "systems"));
        }
    }

    private void positive(Optional<Duration> duration, String key, String path) {
        duration.filter(value -> value.isNegative() || value.isZero())
                .ifPresent(value -> problems.add(
                        Problems.key(path, key), "must be longer than PT0S, was " + value + "; or leave it out"));
    }

    private Optional<ControlDefinition> knownControl(String controlId, String path) {
        Optional<ControlDefinition> control = definitions.stream()
                .filter(definition -> definition.id().equals(controlId))
                .findFirst();
        if (control.isEmpty()) {
            problems.add(
                    Problems.key(path, "controlId"),
                    "unknown control '" + controlId + "'; use one of "
                            + definitions.stream()
                                    .map(ControlDefinition::id)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
        return control;
    }

    private void staged(ControlStaged staged, String path) {
        knownControl(staged.controlId(), path);
        if (staged.stage() == Stage.UNKNOWN) {
            problems.add(Problems.key(path, "stage"), "is missing; use DRAFT, SHADOW, ACTIVE or RETIRED");
        }
    }

    private void calendar(CalendarPublished calendar, String path) {
        try {
            ZoneId.of(calendar.zone());
        } catch (DateTimeException e) {
            problems.add(
                    Problems.key(path, "zone"),
                    "must be a time zone such as Europe/Zurich, was '" + calendar.zone() + "'");
        }
        Set<String> days = Stream.of(DayOfWeek.values()).map(DayOfWeek::name).collect(Collectors.toSet());
        for (String day : calendar.workingDays()) {
            if (!days.contains(day)) {
                problems.add(
                        Problems.key(path, "workingDays"),
                        "must be days of the week in capitals, MONDAY to SUNDAY, was '" + day + "'");
            }
        }
        for (String holiday : calendar.holidays()) {
            try {
                LocalDate.parse(holiday);
            } catch (DateTimeException e) {
                problems.add(Problems.key(path, "holidays"), "must be dates such as 2026-12-25, was '" + holiday + "'");
            }
        }
    }

    private void exemption(ExemptionGranted exemption, String path) {
        knownControl(exemption.controlId(), path);
        if (!exemption.effectiveFrom().isBefore(exemption.validTo())) {
            problems.add(
                    Problems.key(path, "validTo"),
                    "must be after effectiveFrom " + exemption.effectiveFrom() + ", was " + exemption.validTo());
        }
        if (exemption.exemptionKind() == ExemptionKind.UNKNOWN) {
            problems.add(
                    Problems.key(path, "exemptionKind"),
                    "is missing; use WAIVER, MITIGATION, STRAIGHT_THROUGH, INTERACTIVE_USE or STANDING_PRIVILEGE");
        }
        boolean compensates = exemption.exemptionKind() == ExemptionKind.MITIGATION
                || exemption.exemptionKind() == ExemptionKind.STRAIGHT_THROUGH;
        if (compensates
                && exemption.mitigationRef().filter(text -> !text.isBlank()).isEmpty()) {
            problems.add(Problems.key(path, "mitigationRef"), "is missing; a mitigation names its mitigating control");
        }
        if (exemption.exemptionKind() == ExemptionKind.MITIGATION
                && exemption.frequency().isEmpty()) {
            warnings.add(
                    Problems.key(path, "frequency"),
                    "is missing; without one the mitigation holds from the first performance of its control on, and no other"
                            + " is asked for");
        }
        if (exemption.exemptionKind() == ExemptionKind.INTERACTIVE_USE
                && exemption.personId().isEmpty()) {
            problems.add(
                    Problems.key(path, "personId"), "is missing; leave to use a machine identity is for one person");
        }
        exemption.subjectKey().ifPresent(key -> {
            try {
                Subject.parse(key);
            } catch (IllegalArgumentException e) {
                problems.add(
                        Problems.key(path, "subjectKey"),
                        "must be a subject such as identity:p-17 or account:erp/TOMAS, was '" + key + "'");
            }
        });
        exemption.systemId().ifPresent(systemId -> knownSystem(systemId, Problems.key(path, "systemId")));
    }

    private void knownSystem(String systemId, String path) {
        if (!systems.contains(systemId)) {
            warnings.add(path, "system '" + systemId + "' is not registered " + where);
        }
    }

    private void slots(SodRulePublished rule, String path) {
        String slots = Problems.key(path, "slots");
        regimes(rule, path);
        if (!rule.steps().isEmpty()) {
            steps(rule, path);
            return;
        }
        if (rule.slots().isEmpty()) {
            problems.add(slots, "must have at least one slot, or the rule must have steps; it has neither");
        } else if (rule.slots().size() == 1) {
            warnings.add(slots, "has one slot, so that whoever fills it is in conflict with nothing else");
        }
        rule.minimumFilled()
                .filter(needed -> needed < 1 || needed > rule.slots().size())
                .ifPresent(needed -> problems.add(
                        Problems.key(path, "minimumFilled"),
                        "must be from 1 to " + rule.slots().size() + ", the number of slots, was " + needed));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < rule.slots().size(); i++) {
            String slot = Problems.item(slots, i);
            List<String> functions = rule.slots().get(i).anyOf();
            if (functions.isEmpty()) {
                problems.add(slot, "must name at least one function; an empty slot can never be filled");
            }
            for (String function : functions) {
                unexpanded(function, slot);
                if (!seen.add(function)) {
                    warnings.add(
                            slot,
                            "function '" + function + "' fills another slot as well, so that it conflicts with itself");
                }
                if (!givenFunctions.contains(function)) {
                    warnings.add(
                            slot,
                            "no entitlement is mapped to function '" + function
                                    + "' above DISPLAY, so that it can never be held");
                }
            }
        }
    }

    private void unexpanded(String function, String path) {
        if (function.equals(RuleSet.ANY_POSTING)) {
            problems.add(
                    path,
                    "'" + RuleSet.ANY_POSTING
                            + "' stands for a list in rule sets only; name the functions that post, or export the rule with"
                            + " plumbline rules export");
        }
    }

    private void regimes(SodRulePublished rule, String path) {
        rule.regimes().stream()
                .filter(regime -> Stream.of(Regime.values())
                        .noneMatch(known -> known.name().equals(regime)))
                .forEach(regime ->
                        problems.add(Problems.key(path, "regimes"), "must be SOC, SOX or both, was '" + regime + "'"));
    }

    private void steps(SodRulePublished rule, String path) {
        String steps = Problems.key(path, "steps");
        if (!rule.slots().isEmpty()) {
            problems.add(
                    steps, "and slots are both given; a rule is about what is held or about what is done, keep one");
        }
        for (int i = 0; i < rule.steps().size(); i++) {
            if (rule.steps().get(i).anyOf().isEmpty()) {
                problems.add(Problems.item(steps, i), "must name at least one function; nothing can be this step");
            }
            String step = Problems.item(steps, i);
            rule.steps().get(i).anyOf().forEach(function -> unexpanded(function, step));
        }
        rule.window()
                .filter(Duration::isNegative)
                .ifPresent(
                        window -> problems.add(Problems.key(path, "window"), "must be at least PT0S, was " + window));
    }

    private void parameter(ParameterChanged changed, String path) {
        Optional<ControlDefinition> control = knownControl(changed.controlId(), path);
        if (control.isEmpty()) {
            return;
        }
        Optional<ParameterDefinition> parameter = control.get().parameter(changed.parameter());
        if (parameter.isEmpty()) {
            Set<String> names = control.get().parameters().stream()
                    .map(ParameterDefinition::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            problems.add(
                    Problems.key(path, "parameter"),
                    changed.controlId() + " has no parameter '" + changed.parameter() + "'; use one of "
                            + String.join(", ", names));
            return;
        }
        parameter
                .get()
                .problemWith(changed.value())
                .ifPresent(problem -> problems.add(Problems.key(path, "value"), changed.controlId() + ": " + problem));
    }
}

package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.EffectiveAccess.Path;
import io.plumbline.control.HolderType;
import io.plumbline.control.Reference;
import io.plumbline.control.sod.Controlled.Basis;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.SodRuleType;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.KnownSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything one identity can do, in all applications and through the machine identities it controls.
 *
 * @param machine whether the identity is a machine itself
 * @param own what it can do without others, in all applications
 * @param controlled the machine identities it controls, by ground
 * @param secrets the secrets it knows, each as a function of its own
 * @param systems the systems in which it, or what it controls, holds anything
 * @param newest when the newest fact happened that can change the union
 */
record Union(
        boolean machine,
        EffectiveAccess own,
        List<Controlled> controlled,
        List<HeldFunction> secrets,
        SortedSet<String> systems,
        Instant newest,
        Catalogue catalogue) {

    static final String CROSS_APP = "CROSS_APP";
    static final String PERSON_PLUS_NHI = "PERSON_PLUS_NHI";
    static final String OWNER_ONLY = "OWNER_ONLY";
    static final String NHI_ONLY = "NHI_ONLY";
    static final String SAME_SPONSOR_AGENTS = "SAME_SPONSOR_AGENTS";

    /** One way in which a rule is broken, and what of the union it takes to break it. */
    record Found(String variant, Conflict conflict) {}

    static Union of(IdentityFacts identity, Reference reference) {
        List<Grant> held = TemporaryAccess.of(identity).all();
        Instant newest = heard(identity, held).max(Instant::compareTo).orElse(Instant.EPOCH);
        Function<Instant, Duration> windowAt = at -> reference.parameters(at).duration("credential_control_window");
        List<Controlled> controlled = Controlled.of(identity, windowAt);
        SortedSet<String> systems = new TreeSet<>();
        held.forEach(grant -> systems.add(grant.systemId()));
        controlled.forEach(each -> each.machine().grants().forEach(grant -> systems.add(grant.systemId())));
        return new Union(
                HolderType.of(identity).isMachine(),
                EffectiveAccess.of(held, reference.catalogue()),
                controlled,
                secretsKnown(identity, windowAt, at -> reference.parameters(at).text("credential_function")),
                systems,
                newest,
                reference.catalogue());
    }

    /** When the events happened that decide the union. */
    private static Stream<Instant> heard(IdentityFacts identity, List<Grant> held) {
        return Stream.of(
                        held.stream().flatMap(Union::eventsOf),
                        identity.knownSecrets().stream().flatMap(known -> known.secret().events().stream()),
                        Stream.concat(identity.machines().values().stream(), identity.sponsored().values().stream())
                                .flatMap(owned -> Stream.concat(
                                        owned.ownerships().stream().map(ownership -> ownership.stated()),
                                        owned.grants().stream().flatMap(Union::eventsOf))))
                .flatMap(events -> events)
                .map(event -> event.header().occurredAt());
    }

    private static Stream<Event> eventsOf(Grant grant) {
        return Stream.concat(Stream.of(grant.given()), grant.ended().stream());
    }

    /** Whether more than one application, or a machine identity, can contribute; else only what is broken is this control's. */
    boolean joins() {
        return !systems.isEmpty() && (machine || systems.size() > 1 || !controlled.isEmpty());
    }

    List<EffectiveAccess.Unknown> unknown() {
        return own.unknown();
    }

    /** What is broken, each by the least that breaks it: own access, then secrets, then ownership, then sponsorship. */
    List<Found> found() {
        List<Found> found = new ArrayList<>();
        List<Conflict> known = new ArrayList<>();
        for (Conflict conflict : conflicts(own.paths(), List.of(), machine)) {
            ownVariant(conflict).ifPresent(variant -> found.add(new Found(variant, conflict)));
            known.add(conflict);
        }
        List<Path> paths = new ArrayList<>(own.paths());
        paths.addAll(through(Basis.SECRET));
        level(PERSON_PLUS_NHI, conflicts(paths, secrets, machine), known, found);
        paths.addAll(through(Basis.OWNER));
        level(OWNER_ONLY, conflicts(paths, secrets, machine), known, found);
        level(SAME_SPONSOR_AGENTS, agentsTogether(), known, found);
        return found;
    }

    /** What is known is found already, by this control or as what one holds alone in one application. */
    private void level(String variant, List<Conflict> conflicts, List<Conflict> known, List<Found> found) {
        List<Conflict> more = Conflict.beyond(
                conflicts.stream()
                        .flatMap(conflict -> Contribution.ofOthers(conflict, own).stream())
                        .toList(),
                known);
        more.forEach(conflict -> found.add(new Found(variant, conflict)));
        known.addAll(more);
    }

    /**
     * What is broken by own access is this control's where the rule is about several applications or about machine identities:
     * no other control asks for such rules, so all sides in one application count too. A person who holds all sides of a rule
     * about machine identities has the power over one as a side, such as configuring it or minting its secrets.
     */
    private Optional<String> ownVariant(Conflict conflict) {
        return switch (conflict.rule().type()) {
            case CROSS_APP -> Optional.of(CROSS_APP);
            case NHI -> Optional.of(machine ? NHI_ONLY : PERSON_PLUS_NHI);
            case PAIR, MULTI, SAME_OBJECT, SELF_RECORD, SEQUENCE, UNKNOWN -> Optional.empty();
        };
    }

    private List<Path> through(Basis basis) {
        return controlled.stream()
                .filter(each -> each.basis() == basis)
                .flatMap(each -> each.paths(catalogue).stream())
                .toList();
    }

    /** What sponsored agents break together and none of them alone. */
    private List<Conflict> agentsTogether() {
        List<Controlled> agents = controlled.stream()
                .filter(each -> each.basis() == Basis.SPONSOR)
                .toList();
        if (agents.size() < 2) {
            return List.of();
        }
        List<Conflict> single = agents.stream()
                .flatMap(agent -> conflicts(agent.paths(catalogue), List.of(), true).stream())
                .toList();
        return Conflict.beyond(conflicts(through(Basis.SPONSOR), List.of(), true), single);
    }

    /**
     * Rules of one application meet application by application, those across applications everything together.
     *
     * @param machinesOnly whether all of it is held by machine identities
     */
    private List<Conflict> conflicts(List<Path> paths, List<HeldFunction> alsoHeld, boolean machinesOnly) {
        Map<String, List<Path>> bySystem = new LinkedHashMap<>();
        paths.forEach(path -> bySystem.computeIfAbsent(path.systemId(), system -> new ArrayList<>())
                .add(path));
        List<Conflict> conflicts =
                new ArrayList<>(among(paths, alsoHeld, rule -> spansApplications(rule, machinesOnly)));
        bySystem.values()
                .forEach(inOne -> conflicts.addAll(among(inOne, List.of(), ConflictingFunctionsSeparated::isAsked)));
        return conflicts;
    }

    private static boolean spansApplications(SodRulePublished rule, boolean machinesOnly) {
        return !rule.slots().isEmpty()
                && (rule.type() == SodRuleType.CROSS_APP || rule.type() == SodRuleType.NHI)
                && (machinesOnly || !rule.nhiOnly())
                && rule.evaluatedBy().filter(id -> !id.equals("SOD-02")).isEmpty();
    }

    private List<Conflict> among(List<Path> paths, List<HeldFunction> alsoHeld, Predicate<SodRulePublished> asked) {
        Map<String, List<HeldFunction>> held = HeldFunction.byFunction(paths, catalogue);
        for (HeldFunction more : alsoHeld) {
            held.computeIfAbsent(more.use().functionId(), function -> new ArrayList<>())
                    .add(more);
        }
        return Conflict.among(held, catalogue, asked);
    }

    /** The machine identities of which a grant, or a secret, takes part in a conflict. */
    List<Controlled> contributing(Conflict conflict) {
        Set<Event> given = conflict.grants().stream().map(Grant::given).collect(Collectors.toSet());
        return controlled.stream()
                .filter(each -> !each.when().and(conflict.span()).isEmpty())
                .filter(each -> Stream.concat(
                                each.machine().grants().stream().map(Grant::given), each.evidence().stream())
                        .anyMatch(given::contains))
                .toList();
    }

    /** To know the secret of a machine identity is a function of its own. */
    private static List<HeldFunction> secretsKnown(
            IdentityFacts identity, Function<Instant, Duration> windowAt, Function<Instant, String> functionAt) {
        List<HeldFunction> functions = new ArrayList<>();
        for (KnownSecret known : identity.knownSecrets()) {
            if (known.machine().isPresent()) {
                Controlled.knowledge(known, windowAt)
                        .forEach(span -> functions.add(secret(
                                known, span, new FunctionUse(functionAt.apply(span.from()), ActivityLevel.ADMIN))));
            }
        }
        return functions;
    }

    private static HeldFunction secret(KnownSecret known, Interval span, FunctionUse use) {
        CredentialEvent how = known.how().stream()
                .filter(event -> event.header().occurredAt().equals(span.from()))
                .findFirst()
                .orElseThrow();
        String what = "the secret of " + known.secret().credentialId();
        Grant shown = new Grant(
                how.header().sourceEventId(),
                known.secret().systemId(),
                what,
                Optional.empty(),
                GrantPath.UNKNOWN,
                List.of(),
                Optional.empty(),
                span,
                List.of(span),
                how,
                Optional.empty(),
                false);
        return new HeldFunction(
                use,
                new Path(known.secret().systemId(), what, span, shown, List.of(), Map.of()),
                span,
                Optional.empty());
    }
}

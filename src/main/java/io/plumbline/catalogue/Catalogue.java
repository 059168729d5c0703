package io.plumbline.catalogue;

import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.ReferenceEvent.CalendarPublished;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.ReferenceEvent.DelegationRecorded;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.FunctionDefined;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import io.plumbline.event.ReferenceEvent.ParameterChanged;
import io.plumbline.event.ReferenceEvent.PositionModelled;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.RoleRetired;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReferenceEvent.SystemRetired;
import io.plumbline.event.Stage;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * One version of all reference data, compiled for lookup as of any instant; immutable and shared.
 *
 * <p>It is the fold of reference events: the same events in any order give the same catalogue and the same digest. Of two
 * versions of an entry with the same start, the one recorded later counts, then the one with the greater event id.
 */
public final class Catalogue {

    static final Comparator<ReferenceEvent> IN_ORDER = Comparator.comparing(ReferenceEvent::effectiveFrom)
            .thenComparing(event -> event.header().recordedAt())
            .thenComparing(ReferenceEvent::id);

    /** The catalogue before any reference data is known. */
    public static final Catalogue EMPTY = of(0, List.of());

    private final long version;
    private final String digest;
    private final List<ReferenceEvent> entries;
    private final Timelines timelines;
    private final Map<String, List<Dated<SodRulePublished>>> rules = new TreeMap<>();
    private final WhenAsked<SodRules> ruleIndex = new WhenAsked<>(() -> new SodRules(rules));
    private final Roles roles;
    private final StandingDecisions decisions;
    private final Map<String, SourceDeclared> sources = new TreeMap<>();
    private final Set<String> mappedSystems = new TreeSet<>();
    private final Set<String> modelledSystems = new TreeSet<>();
    private final Set<String> systemIds = new TreeSet<>();
    private final Map<String, List<Interval>> vendorEnds = new TreeMap<>();
    private final Map<Object, Object> derived = new ConcurrentHashMap<>();

    private Catalogue(long version, Collection<? extends ReferenceEvent> events) {
        this.version = version;
        SortedMap<String, ReferenceEvent> unique = new TreeMap<>();
        // Whatever else a source gives the id of an entry to does not take the place of that entry.
        events.forEach(event -> unique.merge(event.id() + "\n" + EntryKey.of(event), event, Catalogue::later));
        this.entries = unique.values().stream().sorted(IN_ORDER).toList();
        this.digest = digestOf(unique.values());
        Map<String, List<ReferenceEvent>> byEntry = new TreeMap<>();
        entries.forEach(event -> byEntry.computeIfAbsent(EntryKey.of(event), key -> new ArrayList<>())
                .add(event));
        this.timelines = new Timelines(byEntry);
        timelines.forEach((key, timeline) -> {
            if (key.startsWith(EntryKey.RULE)) {
                rules.put(
                        key.substring(EntryKey.RULE.length()),
                        timeline.stream()
                                .filter(dated -> dated.value() instanceof SodRulePublished)
                                .map(dated -> new Dated<>(dated.inForce(), (SodRulePublished) dated.value()))
                                .filter(dated -> isApplied(dated.value().stage()))
                                .toList());
            } else if (key.startsWith(EntryKey.SYSTEM)) {
                timeline.forEach(this::addVendorEnd);
            }
        });
        this.decisions = new StandingDecisions(entries);
        for (ReferenceEvent event : entries) {
            if (event instanceof SourceDeclared source) {
                sources.put(source.sourceId(), source);
            } else if (event instanceof EntitlementMapped mapped) {
                mappedSystems.add(mapped.systemId());
            } else if (event instanceof PositionModelled model) {
                modelledSystems.add(model.systemId());
            } else if (event instanceof SystemRegistered system) {
                systemIds.add(system.systemId());
            }
        }
        this.roles = new Roles(
                byEntry.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(EntryKey.ROLE))
                        .map(Map.Entry::getValue)
                        .map(versions -> versions.stream().map(Catalogue::role).toList())
                        .toList(),
                (systemId, entitlement) -> mapping(systemId, entitlement).stream()
                        .map(mapping -> mapping.inForce().from())
                        .findFirst());
    }

    /** Of two statements under one id the one recorded later, so that an old one sent again changes nothing; else the last. */
    private static ReferenceEvent later(ReferenceEvent known, ReferenceEvent news) {
        return news.header().recordedAt().isBefore(known.header().recordedAt()) ? known : news;
    }

    /** A version of a role; one that is gone gives nothing. */
    private static RoleDefined role(ReferenceEvent version) {
        return version instanceof RoleRetired gone
                ? new RoleDefined(
                        gone.header(),
                        gone.systemId(),
                        gone.roleId(),
                        gone.effectiveFrom(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        false)
                : (RoleDefined) version;
    }

    private static boolean isApplied(Optional<Stage> stage) {
        return stage.filter(at -> at == Stage.DRAFT || at == Stage.RETIRED).isEmpty();
    }

    private void addVendorEnd(Dated<ReferenceEvent> dated) {
        if (dated.value() instanceof SystemRegistered system && system.vendorEnded()) {
            system.vendorId().ifPresent(vendor -> vendorEnds
                    .computeIfAbsent(vendor, id -> new ArrayList<>())
                    .add(dated.inForce()));
        }
    }

    /** The catalogue of these events; the version number is the place in the log, the digest the content. */
    public static Catalogue of(long version, Collection<? extends ReferenceEvent> events) {
        return new Catalogue(version, events);
    }

    public long version() {
        return version;
    }

    /** SHA-256 over all entries, in hexadecimal. */
    public String digest() {
        return digest;
    }

    /**
     * What follows from this version alone, worked out when first asked for and kept with it. Two that ask at once may both work
     * it out.
     *
     * @param question tells it from everything else; equal for equal questions
     */
    @SuppressWarnings("unchecked")
    public <T> T derived(Object question, Function<Catalogue, T> answer) {
        Object known = derived.get(question);
        if (known == null) {
            known = answer.apply(this);
            derived.put(question, known);
        }
        return (T) known;
    }

    /** All entries, in order of effect. */
    public List<ReferenceEvent> entries() {
        return entries;
    }

    /** The system as registered at {@code at}; empty where it was not. */
    public Optional<SystemRegistered> system(String systemId, Instant at) {
        return timelines.at(EntryKey.system(systemId), at, SystemRegistered.class);
    }

    /** Every version of the registration of a system, oldest first; empty where it is not registered. */
    public List<Dated<SystemRegistered>> registrations(String systemId) {
        return timelines.versions(EntryKey.system(systemId), SystemRegistered.class);
    }

    /** When the system was retired, as last stated before or at {@code at}; empty while it is in use. */
    public Optional<Instant> retired(String systemId, Instant at) {
        return timelines
                .at(EntryKey.systemEnd(systemId), at, SystemRetired.class)
                .map(SystemRetired::effectiveFrom);
    }

    /** When the contract with a vendor had ended, as the systems say that it runs or ran. */
    public Timeline vendorEnded(String vendorId) {
        return Timeline.of(vendorEnds.getOrDefault(vendorId, List.of()));
    }

    /** Every system as registered at {@code at}, by system id. */
    public List<SystemRegistered> systems(Instant at) {
        return systemIds.stream()
                .map(id -> system(id, at))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The source as last declared; empty where it is not. */
    public Optional<SourceDeclared> source(String sourceId) {
        return Optional.ofNullable(sources.get(sourceId));
    }

    /** Sources declared to carry a feed for a system, by source id. What a source is now counts, not what it was. */
    public List<SourceDeclared> sources(Feed feed, String systemId) {
        return sources.values().stream()
                .filter(source -> source.feeds().contains(feed))
                .filter(source -> source.systems().isEmpty() || source.systems().contains(systemId))
                .toList();
    }

    /** All declared sources, by source id. */
    public Collection<SourceDeclared> sources() {
        return sources.values();
    }

    /**
     * Every version of a role that was accepted, oldest first; empty where no role of that id is known. Over the span of a
     * rejected version the one before it goes on, since nothing better is known.
     */
    public List<Dated<RoleDefined>> role(String systemId, String roleId) {
        return roles.accepted(systemId, roleId);
    }

    /**
     * What a role gives and when, the roles in it unfolded: each for as long as it stood unchanged; empty where nothing is known
     * of the role.
     */
    public Optional<RoleTimes> roleTimes(String systemId, String roleId) {
        return roles.graph().times(systemId, roleId);
    }

    /** Every role of the system that contains the role or entitlement, itself or in a role, in any version; by id. */
    public Set<String> ancestorsOf(String systemId, String roleOrEntitlementId) {
        return roles.graph().ancestorsOf(systemId, roleOrEntitlementId);
    }

    /** Every version of the mapping of an entitlement to functions, oldest first; empty where it is not mapped. */
    public List<Dated<EntitlementMapped>> mapping(String systemId, String entitlement) {
        return timelines.versions(EntryKey.entitlement(systemId, entitlement), EntitlementMapped.class);
    }

    /** Every version of what a position needs in a system, oldest first; empty where nobody modelled it. */
    public List<Dated<PositionModelled>> positionModels(String systemId, String position) {
        return timelines.versions(EntryKey.position(systemId, position), PositionModelled.class);
    }

    /** What a position needed in a system at {@code at}; empty where it was not modelled. */
    public Optional<PositionModelled> positionModel(String systemId, String position, Instant at) {
        return timelines.at(EntryKey.position(systemId, position), at, PositionModelled.class);
    }

    /** Whether anyone has modelled what positions need in the system at all. */
    public boolean modelsPositionsOf(String systemId) {
        return modelledSystems.contains(systemId);
    }

    /** Whether anyone has mapped entitlements of the system to functions at all. */
    public boolean mapsFunctionsOf(String systemId) {
        return mappedSystems.contains(systemId);
    }

    /** What stages a control went through, oldest first; it is in force before the first, and where there is none. */
    public List<Dated<ControlStaged>> stages(String controlId) {
        return timelines.versions(EntryKey.control(controlId), ControlStaged.class);
    }

    /** All exemptions, by exemption id, each version with the interval in which it is valid. */
    public List<Dated<ExemptionGranted>> exemptions() {
        return decisions.exemptions();
    }

    /** All exemptions from a control, by exemption id, each version with the interval in which it is valid. */
    public List<Dated<ExemptionGranted>> exemptions(String controlId) {
        return decisions.exemptions(controlId);
    }

    /**
     * The exemptions from a control that name the subject or none, by exemption id, each version with the interval in which it
     * is valid: never from before it was decided.
     *
     * @param subjectKey as {@code kind:id}
     */
    public List<Dated<ExemptionGranted>> exemptions(String controlId, String subjectKey) {
        return decisions.exemptions(controlId, subjectKey);
    }

    /** Every performance of a mitigating control of which evidence is kept, oldest first; whoever performed it. */
    public List<MitigationPerformed> performances(String mitigationRef) {
        return decisions.performances(mitigationRef);
    }

    /** Every version of every delegation, by id, with the interval in which it is valid: never from before it was given. */
    public List<Dated<DelegationRecorded>> delegations() {
        return decisions.delegations();
    }

    /** Who may decide in place of a person, under whichever of their ids, about a system at {@code at}. */
    public Set<String> delegates(String fromId, String systemId, Instant at) {
        Persons persons = Persons.of(this);
        return decisions.delegates(id -> persons.isSame(id, fromId), systemId, at);
    }

    /** The calendar of that id in force at {@code at}; Monday to Friday in UTC where none is. */
    public BusinessCalendar calendar(String calendarId, Instant at) {
        return timelines
                .at(EntryKey.calendar(calendarId), at, CalendarPublished.class)
                .map(BusinessCalendar::of)
                .orElse(BusinessCalendar.MONDAY_TO_FRIDAY);
    }

    /** Every segregation-of-duties rule with its versions, oldest first; drafts and disabled spans left out. */
    public Map<String, List<Dated<SodRulePublished>>> sodRules() {
        return rules;
    }

    /**
     * The rules of which these functions can fill enough slots, in any version, each with all its versions as in {@link
     * #sodRules}.
     */
    public SortedMap<String, List<Dated<SodRulePublished>>> rulesFilledBy(Collection<String> functions) {
        return ruleIndex.get().filledBy(functions);
    }

    /** The regimes to which a conflict with a version of a rule matters; empty where the rule does not narrow them. */
    public Set<Regime> regimesOf(String ruleId, String ruleVersion, Instant at) {
        return ruleIndex.get().regimesOf(ruleId, ruleVersion, at);
    }

    public Optional<FunctionDefined> function(String functionId, Instant at) {
        return timelines.at(EntryKey.function(functionId), at, FunctionDefined.class);
    }

    /** Whether policy gives the entitlement to everyone of a kind, so that it needs no approval of its own. */
    public boolean isBirthright(String systemId, String entitlement, Instant at) {
        return timelines
                .at(EntryKey.birthright(systemId, entitlement), at, BirthrightPublished.class)
                .isPresent();
    }

    /** The customer's own value of a control parameter in force at {@code at}. */
    public Optional<String> parameter(String controlId, String parameter, Instant at) {
        return timelines
                .at(EntryKey.parameter(controlId, parameter), at, ParameterChanged.class)
                .map(ParameterChanged::value);
    }

    private static String digestOf(Collection<ReferenceEvent> events) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            events.forEach(event -> sha.update((event + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.plumbline.control;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.ParameterDefinition;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.AccountRef;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.BusinessActivityEvents;
import io.plumbline.event.CredentialEvent;
import io.plumbline.event.CredentialEvents;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.EmploymentStatus;
import io.plumbline.event.IdentityEvent.TerminationType;
import io.plumbline.event.IdentityEvents;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import io.plumbline.event.Severity;
import io.plumbline.event.Slot;
import io.plumbline.event.Subject;
import io.plumbline.facts.Held;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The history of one person, {@code p-1}, in one application, {@code erp}, told event by event; times as {@code 03-02T17:00:00}. */
public final class History {

    public static final Subject PERSON = Subject.identity("p-1");
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");

    private final List<Event> events = new ArrayList<>();
    private final List<ReferenceEvent> reference = new ArrayList<>();
    private final SortedMap<String, Instant> settled = new TreeMap<>();
    private final SortedMap<String, List<Interval>> gaps = new TreeMap<>();
    private final List<ParameterDefinition> parameters = new ArrayList<>();
    private int number;

    /** An instant of 2026. */
    public static Instant at(String monthDayTime) {
        return Instant.parse("2026-" + monthDayTime + "Z");
    }

    /** A company with an application that is in scope of both regimes, and complete sources for it and for personnel. */
    public static History ofCompany() {
        return new History()
                .system(false)
                .source("hr", Feed.IDENTITY)
                .source("erp", Feed.ACCOUNTS, Feed.GRANTS, Feed.CREDENTIALS)
                .source("itsm", Feed.ACCESS_APPROVALS);
    }

    public History parameter(String name, String value) {
        parameters.add(new ParameterDefinition(
                name,
                ParameterDefinition.Type.DURATION,
                value,
                Optional.empty(),
                Optional.empty(),
                "for this test",
                "none"));
        return this;
    }

    public History system(boolean privileged) {
        reference.add(ReferenceEvents.system(header("cmdb", START), "erp", START)
                .privileged(privileged)
                .processes(List.of("P2P"))
                .build());
        return this;
    }

    public History source(String id, Feed... feeds) {
        reference.add(ReferenceEvents.source(header("cmdb", START), id, START, List.of(feeds))
                .build());
        return this;
    }

    public History mapped(String entitlement, String function, ActivityLevel level) {
        reference.add(ReferenceEvents.entitlement(
                        header("cmdb", START), "erp", entitlement, START, List.of(new FunctionUse(function, level)))
                .build());
        return this;
    }

    public History role(String roleId, String from, String... entitlements) {
        reference.add(ReferenceEvents.role(header("cmdb", at(from)), "erp", roleId, at(from), List.of(entitlements))
                .build());
        return this;
    }

    public History birthright(String entitlement) {
        reference.add(new ReferenceEvent.BirthrightPublished(header("cmdb", START), "erp", entitlement, START));
        return this;
    }

    public History rule(String id, Instant from, Severity severity, String... slots) {
        reference.add(RuleEvents.rule(
                        header("cmdb", from),
                        id,
                        "1",
                        from,
                        "Vendor and payment",
                        List.of(slots).stream()
                                .map(slot -> new Slot(List.of(slot.split("\\|"))))
                                .toList(),
                        severity)
                .process("P2P")
                .build());
        return this;
    }

    public History ruleDisabled(String id, String from) {
        reference.add(new ReferenceEvent.SodRuleDisabled(header("cmdb", at(from)), id, at(from)));
        return this;
    }

    public History granted(String key, String entitlement, String at, String... scope) {
        return granted(key, entitlement, at, Optional.empty(), Optional.empty(), scope);
    }

    public History granted(
            String key,
            String entitlement,
            String at,
            Optional<String> request,
            Optional<String> ticket,
            String... scope) {
        Header header = header("erp", at(at));
        events.add(AccessEvents.granted(
                        ticket.map(header::withTicket).orElse(header),
                        key,
                        Principal.identity("p-1"),
                        "erp",
                        entitlement)
                .request(request)
                .scope(List.of(scope))
                .build());
        return this;
    }

    public History revoked(String key, String entitlement, String at, Optional<String> ticket) {
        Header header = header("erp", at(at));
        events.add(new AccessEvent.Revoked(
                ticket.map(header::withTicket).orElse(header),
                Optional.of(key),
                Principal.identity("p-1"),
                "erp",
                entitlement));
        return this;
    }

    public History observed(String entitlement, String at) {
        events.add(new AccessEvent.Observed(
                header("erp", at(at)), "snapshot", Principal.identity("p-1"), "erp", entitlement));
        return this;
    }

    public History approved(String request, String at, Optional<Instant> validTo, String... entitlements) {
        events.add(AccessEvents.approved(
                        header("itsm", at(at)), request, Principal.identity("p-1"), "erp", List.of(entitlements), "p-9")
                .until(validTo)
                .justification("needed for month end")
                .build());
        return this;
    }

    public History withdrawn(String request, String at) {
        events.add(new AccessEvent.Withdrawn(header("itsm", at(at)), request, Principal.identity("p-1"), "erp"));
        return this;
    }

    public History account(String id) {
        events.add(IdentityEvents.accountCreated(header("erp", START), new AccountRef("erp", id))
                .identity("p-1")
                .build());
        return this;
    }

    public History disabled(String id, String at) {
        events.add(new IdentityEvent.AccountDisabled(header("erp", at(at)), new AccountRef("erp", id)));
        return this;
    }

    public History enabled(String id, String at) {
        events.add(new IdentityEvent.AccountEnabled(header("erp", at(at)), new AccountRef("erp", id)));
        return this;
    }

    public History key(String id) {
        return key(id, Optional.empty());
    }

    public History key(String id, String expiresAt) {
        return key(id, Optional.of(at(expiresAt)));
    }

    private History key(String id, Optional<Instant> expiresAt) {
        events.add(CredentialEvents.issued(
                        header("erp", START),
                        "erp",
                        id,
                        Principal.identity("p-1"),
                        CredentialEvent.CredentialType.API_KEY)
                .expiresAt(expiresAt)
                .build());
        return this;
    }

    public History terminated(String effectiveAt, String recordedAt, TerminationType type) {
        events.add(new IdentityEvent.Terminated(
                header("hr", at(effectiveAt)).withRecordedAt(at(recordedAt)), "p-1", at(effectiveAt), type));
        return this;
    }

    public History rehired(String effectiveAt) {
        events.add(new IdentityEvent.Rehired(header("hr", at(effectiveAt)), "p-1", at(effectiveAt)));
        return this;
    }

    public History status(EmploymentStatus status, String effectiveAt) {
        events.add(new IdentityEvent.Updated(header("hr", at(effectiveAt)), "p-1", status, at(effectiveAt)));
        return this;
    }

    public History step(String entitlement, String at) {
        events.add(BusinessActivityEvents.step(header("erp", at(at)), Principal.identity("p-1"), "erp", entitlement)
                .on("vendor", "4711")
                .build());
        return this;
    }

    /** Every declared source is settled to the instant. */
    public History settled(String at) {
        reference.stream()
                .filter(ReferenceEvent.SourceDeclared.class::isInstance)
                .map(ReferenceEvent.SourceDeclared.class::cast)
                .forEach(source -> settled.put(source.sourceId(), at(at)));
        return this;
    }

    /** The source is known to have lost what it should have said in the span. */
    public History gap(String source, String from, String until) {
        gaps.put(source, List.of(Interval.of(at(from), at(until))));
        return this;
    }

    /** What the control says of this history. */
    public List<Judgement> judgedBy(Control<IdentityFacts> control) {
        List<Event> ordered = events.stream()
                .map(event -> new Held(event, event.header().occurredAt()))
                .sorted()
                .map(Held::event)
                .toList();
        ControlDefinition definition = new ControlDefinition(
                control.id(),
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
        return control.evaluate(
                IdentityFacts.of(PERSON, ordered),
                new Reference(definition, Catalogue.of(1, reference), new Watermarks(settled, gaps)));
    }

    private Header header(String source, Instant at) {
        return Header.of(source, "e" + ++number, at);
    }
}

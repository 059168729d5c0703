package io.plumbline.control.nonhuman;

import io.plumbline.control.Control;
import io.plumbline.control.HolderType;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.PrivilegedAccessEvent;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import io.plumbline.facts.ApproverFacts;
import io.plumbline.facts.Conduct;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Person;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** NHC-06: bots, agents and integrations of others act only within a mandate in force, and approve nothing. */
public final class ActsMandated implements Control<Conduct> {

    @Override
    public String id() {
        return "NHC-06";
    }

    @Override
    public Class<Conduct> population() {
        return Conduct.class;
    }

    /**
     * Takes everything an automated actor did, one by one: its sessions and what it did in them, its steps of business, what it
     * put into production, and what it approved; and of an integration of somebody else everything it was given.
     */
    @Override
    public List<Judgement> evaluate(Conduct conduct, Reference reference) {
        if (conduct instanceof IdentityFacts identity) {
            IdentityType type = HolderType.of(identity);
            return type.isAgent() ? ofIdentity(identity, type, reference) : borrowed(identity, type, reference);
        }
        ApproverFacts approver = (ApproverFacts) conduct;
        IdentityType type =
                approver.created().map(IdentityEvent.Created::identityType).orElse(IdentityType.UNKNOWN);
        return type.isAgent() ? ofApprover(approver, type, reference) : List.of();
    }

    private static List<Judgement> ofIdentity(IdentityFacts identity, IdentityType type, Reference reference) {
        MandateFit.Actor actor = new MandateFit.Actor(
                identity.subject(),
                type,
                Mandates.of(identity.mandates()),
                Optional.of(identity.sponsors()),
                identity::isSamePerson);
        MandateCase test = new MandateCase(
                actor, sources(identity.created(), identity.mandates()), unregistered(identity), reference);
        Map<String, List<AgentAct>> acts = new LinkedHashMap<>();
        acts(identity, reference).forEach(act -> acts.computeIfAbsent(act.object(), key -> new ArrayList<>())
                .add(act));
        List<Judgement> judgements = new ArrayList<>();
        acts.values()
                .forEach(parts -> judgements.add(Judgement.together(
                        parts.stream().map(act -> test.judged(act, identity)).toList())));
        if (type == IdentityType.THIRD_PARTY_APP) {
            ScopeCase scopes = new ScopeCase(identity, test, reference);
            identity.grants().forEach(grant -> judgements.add(scopes.judged(grant)));
        }
        return judgements;
    }

    /** What automated actors did on behalf of a person, which that person must have been able to do. */
    private static List<Judgement> borrowed(IdentityFacts person, IdentityType type, Reference reference) {
        if (type != IdentityType.HUMAN || person.actedFor().isEmpty()) {
            return List.of();
        }
        BorrowedCase test = new BorrowedCase(person, reference);
        return person.actedFor().stream()
                .filter(step -> Optional.ofNullable(person.others()
                                .get(step.performer().identityId().orElseThrow()))
                        .flatMap(Person::type)
                        .filter(IdentityType::isAgent)
                        .isPresent())
                .map(test::judged)
                .toList();
    }

    private static List<Judgement> ofApprover(ApproverFacts approver, IdentityType type, Reference reference) {
        MandateFit.Actor actor = new MandateFit.Actor(
                Subject.identity(approver.identityId()),
                type,
                Mandates.of(approver.mandates()),
                Optional.empty(),
                String::equals);
        MandateCase test =
                new MandateCase(actor, sources(approver.created(), approver.mandates()), Optional.empty(), reference);
        return approver.deeds().stream()
                .map(deed -> test.judged(AgentAct.of(deed.events().get(0), deed, reference.catalogue())))
                .toList();
    }

    /** What it did, in order; also under the name of somebody else, where the source says that it was the one who acted. */
    private static Stream<AgentAct> acts(IdentityFacts identity, Reference reference) {
        SortedSet<String> ids = identity.ids();
        Stream<AgentAct> own = identity.deeds().stream()
                .filter(deed -> isAct(deed.events().get(0)))
                .flatMap(deed -> deed.events().stream().map(event -> AgentAct.of(event, deed, reference.catalogue())));
        Stream<AgentAct> borrowed = identity.activity().stream()
                .filter(step -> !step.header().onBehalfOf().isEmpty())
                .filter(step -> step.header()
                        .actor()
                        .filter(who -> who.subject().equals(identity.subject())
                                || who.identityId().filter(ids::contains).isPresent())
                        .isPresent())
                .filter(step -> step.performer()
                        .identityId()
                        .filter(id -> !ids.contains(id))
                        .isPresent())
                .map(step -> AgentAct.of(
                        step,
                        "step:" + step.id(),
                        step.systemId(),
                        "used " + step.entitlement() + " on " + step.systemId() + " under the name of "
                                + step.performer(),
                        reference.catalogue()));
        return Stream.concat(own, borrowed);
    }

    /** Sessions, steps and what was put into production; the use of a credential by itself does nothing. */
    private static boolean isAct(Event event) {
        return event instanceof StepPerformed
                || event instanceof PrivilegedAccessEvent
                || event instanceof ChangeEvent.ImplementationEvent;
    }

    /** Where mandates of it are on record. */
    private static SortedSet<String> sources(Optional<IdentityEvent.Created> created, List<IdentityEvent> mandates) {
        SortedSet<String> sources = new TreeSet<>();
        created.ifPresent(record -> sources.add(record.header().source()));
        mandates.forEach(mandate -> sources.add(mandate.header().source()));
        return sources;
    }

    /** The system of an account that belongs to no identity, so that no mandate can name it. */
    private static Optional<String> unregistered(IdentityFacts identity) {
        return identity.subject().kind() == SubjectKind.ACCOUNT
                ? identity.accounts().stream().findFirst().map(account -> account.ref()
                        .systemId())
                : Optional.empty();
    }
}

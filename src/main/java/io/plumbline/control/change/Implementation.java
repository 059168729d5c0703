package io.plumbline.control.change;

import io.plumbline.catalogue.Persons;
import io.plumbline.control.Absence;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ChangeEvent;
import io.plumbline.event.ChangeEvent.ConfigEdited;
import io.plumbline.event.ChangeEvent.DataPatched;
import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.ChangeEvent.ImplementationEvent;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.ChangeFacts;
import io.plumbline.facts.Departure;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** One deployment, configuration edit or data patch under test, and whether it belongs to the population at all. */
record Implementation(ChangeFacts facts, ImplementationEvent done, Reference reference) {

    /** What was done, where it is on record already. */
    static Optional<Implementation> of(ChangeFacts facts, Reference reference) {
        return facts.done().map(done -> new Implementation(facts, done, reference));
    }

    Instant at() {
        return done.header().occurredAt();
    }

    Parameters parameters() {
        return reference.parameters(at());
    }

    /** Why it is not of the population: done before monitoring, not in production, or without effect. */
    Optional<String> notApplicable() {
        if (done.header().baseline()) {
            return Optional.of("BASELINE");
        }
        if (system().filter(system -> !system.production()).isPresent() || otherEnvironment()) {
            return Optional.of("NOT_PRODUCTION");
        }
        return contentUnchanged() ? Optional.of("NO_CONTENT_CHANGE") : Optional.empty();
    }

    private boolean otherEnvironment() {
        return done instanceof Deployed deployed
                && Stream.of(parameters().text("production_environments").split(","))
                        .noneMatch(name -> name.strip().equalsIgnoreCase(deployed.environment()));
    }

    private boolean contentUnchanged() {
        if (done instanceof Deployed deployed) {
            return deployed.previousDigest().equals(Optional.of(deployed.artefactDigest()));
        } else if (done instanceof ConfigEdited edited) {
            return edited.beforeHash().isPresent() && edited.beforeHash().equals(edited.afterHash());
        }
        return false;
    }

    Optional<SystemRegistered> system() {
        return reference.catalogue().system(done.systemId(), at());
    }

    boolean soxInScope() {
        return system().filter(SystemRegistered::soxInScope).isPresent();
    }

    /** Whether everything said of the system's changes up to the implementation has certainly been heard. */
    Absence noFurtherStatement() {
        return nothingMoreOf(Feed.CHANGES);
    }

    /**
     * The same of every assessment and test as well. What a change is part of, whether it is an emergency and who wrote it is said
     * with the changes, so one without the other proves nothing missing.
     */
    Absence noFurtherAssessment() {
        return Absence.all(List.of(nothingMoreOf(Feed.CHANGES), nothingMoreOf(Feed.CHANGE_ASSESSMENTS)));
    }

    private Absence nothingMoreOf(Feed feed) {
        Instant from = at().minus(parameters().duration("approval_lookback"));
        return reference.completeness().absence(feed, done.systemId(), Interval.of(from, at()));
    }

    /** The persons who wrote what was deployed: as the pipeline says, and as the merges of its changes say. */
    Set<String> authors() {
        Set<String> authors = new TreeSet<>(done instanceof Deployed deployed ? deployed.authorIds() : List.of());
        facts.changes().values().stream()
                .flatMap(change -> change.merges().stream())
                .forEach(merge -> authors.addAll(merge.authorIds()));
        return persons().persons(authors);
    }

    /** The persons who did it: the one on record, and the one who started the pipeline. */
    Set<String> implementers() {
        return persons()
                .persons(Stream.of(facts.implementer(), triggeredBy())
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** Who had a hand in it, and so cannot review it: authors and implementers. */
    Set<String> makers() {
        Set<String> makers = new TreeSet<>(authors());
        makers.addAll(implementers());
        return makers;
    }

    /** Which ids are one person's. */
    Persons persons() {
        return Persons.of(reference.catalogue());
    }

    String person(String id) {
        return persons().person(id);
    }

    Optional<String> triggeredBy() {
        return done instanceof Deployed deployed ? deployed.triggeredBy() : Optional.empty();
    }

    /** Who let it pass the gate before the environment and wrote none of it; empty where nobody did. */
    Optional<String> independentGate() {
        return done instanceof Deployed deployed
                ? deployed.gateApproverId()
                        .filter(approver -> !authors().contains(person(approver)))
                        .filter(approver -> triggeredBy()
                                .filter(starter -> persons().isSame(starter, approver))
                                .isEmpty())
                : Optional.empty();
    }

    /** When it was taken back and that verified, where it was. */
    Optional<Instant> rolledBackAt() {
        return facts.rolledBack()
                .map(rolledBack -> rolledBack.header().occurredAt())
                .filter(at -> at.isAfter(at()));
    }

    /** The end of employment that the one who did it was past at the time. */
    Optional<Departure> leaver() {
        return facts.departures().stream()
                .filter(departure -> !departure.effectiveAt().isAfter(at())
                        && departure
                                .returnedAt()
                                .filter(back -> !back.isAfter(at()))
                                .isEmpty())
                .findFirst();
    }

    /** The artefact, configuration item or kind of data it touched, as approvals name it. */
    String content() {
        if (done instanceof Deployed deployed) {
            return deployed.artefactDigest();
        } else if (done instanceof ConfigEdited edited) {
            return edited.itemId();
        }
        return ((DataPatched) done).objectType();
    }

    String object() {
        return prefix() + ":" + done.systemId() + "/" + done.implementationId();
    }

    private String prefix() {
        if (done instanceof Deployed) {
            return "deployment";
        }
        return done instanceof ConfigEdited ? "config" : "data";
    }

    /** What was done, as a sentence. */
    String words() {
        String what = done instanceof Deployed
                ? "deployed artefact "
                : done instanceof ConfigEdited ? "edited configuration item " : "patched data of ";
        return done.implementer() + " " + what + content() + " on " + done.systemId() + " at " + at()
                + triggeredBy().map(person -> ", started by " + person).orElse("") + ".";
    }

    /** What was done, and everything its change records say, in that order. */
    List<Event> evidence() {
        List<Event> events = new ArrayList<>(List.of(done));
        facts.changes().values().forEach(change -> {
            events.addAll(change.requests());
            events.addAll(change.approvals());
            events.addAll(change.rejections());
            events.addAll(change.closures());
            events.addAll(change.merges());
        });
        return events;
    }

    Judgement verdict(Verdict verdict, String reason) {
        return Judgement.of(object(), done.systemId(), at(), verdict, reason, evidence());
    }

    Judgement undecided(Absence absence) {
        return Judgement.undecided(object(), done.systemId(), at(), absence, evidence());
    }

    /** The change records it names, by the ids they go by, or, where it names none, those that approve its artefact. */
    List<String> changeIds() {
        return done.changeIds().isEmpty()
                ? List.copyOf(facts.changes().keySet())
                : facts.records().goingBy(done.changeIds());
    }

    /** Whether the approval is for the system in question. */
    boolean ofSystem(ChangeEvent.Approved approval) {
        return approval.systemId().equals(done.systemId());
    }
}

package io.plumbline.control.change;

import io.plumbline.catalogue.Persons;
import io.plumbline.event.ChangeEvent.ApprovalStage;
import io.plumbline.event.ChangeEvent.Approved;
import io.plumbline.event.ChangeEvent.ChangeType;
import io.plumbline.event.ChangeEvent.ConfigEdited;
import io.plumbline.event.ChangeEvent.Deployed;
import io.plumbline.event.ChangeEvent.IcfrImpact;
import io.plumbline.event.ChangeEvent.ImpactAssessed;
import io.plumbline.event.ChangeEvent.TestResult;
import io.plumbline.event.ChangeEvent.Tested;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.facts.ChangeRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What was assessed, tested and signed off of one change of an implementation, on the change itself or, for assessments and
 * tests, on the release it is part of. Each is the first that counts, whenever it was decided.
 *
 * @param assessment by somebody who did not write the change and, in scope of SOX, with an answer on financial reporting
 * @param test passed, of what was implemented, not by who wrote it, and not failed again before the implementation
 * @param testByAuthor the same but by an author, decided before the implementation
 * @param answer the last answer on financial reporting before the implementation
 * @param corrected the first answer afterwards that financial reporting is affected
 * @param signOff approval for the business process, by somebody who did not write the change
 * @param modelAssessed whether it is a standard change whose model was assessed before
 */
record ChangeAssurance(
        String changeId,
        Optional<ImpactAssessed> assessment,
        Optional<Tested> test,
        Optional<Tested> testByAuthor,
        Optional<ImpactAssessed> answer,
        Optional<ImpactAssessed> corrected,
        Optional<Approved> signOff,
        boolean modelAssessed,
        List<ImpactAssessed> assessments,
        List<Tested> tests) {

    private static final Comparator<Event> IN_ORDER =
            Comparator.comparing((Event event) -> event.header().occurredAt()).thenComparing(Event::id);

    /** What stands of each change that the implementation was carried out under, emergencies left out. */
    static List<ChangeAssurance> of(Implementation implementation) {
        return implementation.changeIds().stream()
                .filter(changeId -> implementation
                        .facts()
                        .records()
                        .record(changeId)
                        .filter(change -> ChangeCover.emergency(change, implementation))
                        .isEmpty())
                .map(changeId -> implementation
                        .facts()
                        .records()
                        .record(changeId)
                        .map(change -> of(change, implementation))
                        .orElseGet(() -> notOnRecord(changeId)))
                .toList();
    }

    private static ChangeAssurance notOnRecord(String changeId) {
        return new ChangeAssurance(
                changeId,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                List.of());
    }

    private static ChangeAssurance of(ChangeRecord change, Implementation implementation) {
        Persons persons = Persons.of(implementation.reference().catalogue());
        Set<String> authors = persons.persons(authors(change, implementation));
        Instant at = implementation.at();
        List<ImpactAssessed> assessments = statements(change, implementation, ChangeRecord::assessments).stream()
                .filter(assessed -> ofSystem(assessed.changeId(), assessed.systemId(), change, implementation))
                .filter(assessed -> !authors.contains(persons.person(assessed.assessorId())))
                .toList();
        List<ImpactAssessed> answered = assessments.stream()
                .filter(assessed -> assessed.icfrImpact() != IcfrImpact.UNKNOWN)
                .toList();
        List<Tested> tests = statements(change, implementation, ChangeRecord::tests).stream()
                .filter(tested -> ofSystem(tested.changeId(), tested.systemId(), change, implementation))
                .filter(tested -> isOfContent(tested, implementation))
                .toList();
        List<Tested> passed = tests.stream()
                .filter(tested -> tested.result() == TestResult.PASS)
                .filter(tested -> tests.stream().noneMatch(other -> failedAgain(tested, other, at, persons)))
                .toList();
        Optional<ImpactAssessed> assessment =
                (implementation.soxInScope() ? answered : assessments).stream().findFirst();
        return new ChangeAssurance(
                change.changeId(),
                assessment,
                passed.stream()
                        .filter(tested -> !isBy(tested, authors, persons))
                        .findFirst(),
                passed.stream()
                        .filter(tested -> isBy(tested, authors, persons))
                        .filter(tested -> !isAfter(tested, at))
                        .findFirst(),
                answered.stream().filter(one -> !isAfter(one, at)).reduce((earlier, later) -> later),
                answered.stream()
                        .filter(one -> isAfter(one, at) && one.icfrImpact() == IcfrImpact.YES)
                        .findFirst(),
                signOff(change, implementation, authors, persons),
                ChangeCover.type(change, at) == ChangeType.STANDARD
                        && assessment.filter(one -> !isAfter(one, at)).isPresent(),
                assessments,
                tests);
    }

    /** Those of its merges; of all that was implemented, where it is the only change or has none. */
    private static Set<String> authors(ChangeRecord change, Implementation implementation) {
        Set<String> authors = new TreeSet<>();
        change.merges().forEach(merge -> authors.addAll(merge.authorIds()));
        if (authors.isEmpty() || implementation.facts().changes().size() == 1) {
            authors.addAll(
                    implementation.done() instanceof Deployed
                            ? implementation.authors()
                            : implementation.implementers());
        }
        return authors;
    }

    private static <T extends Event> List<T> statements(
            ChangeRecord change, Implementation implementation, Function<ChangeRecord, List<T>> kind) {
        return Stream.concat(Stream.of(change), implementation.facts().records().wholesOf(change).stream())
                .flatMap(record -> kind.apply(record).stream())
                .distinct()
                .sorted(IN_ORDER)
                .toList();
    }

    /** What is stated of a release is for all systems that it goes to. */
    private static boolean ofSystem(
            String changeId, String systemId, ChangeRecord change, Implementation implementation) {
        return !change.ids().contains(changeId)
                || systemId.equals(implementation.done().systemId());
    }

    /** A test of another artefact is none; one that ran by itself has to say what it tested. */
    private static boolean isOfContent(Tested tested, Implementation implementation) {
        Optional<String> content = implementation.done() instanceof ConfigEdited edited
                ? edited.afterHash()
                : Optional.of(implementation.content());
        return tested.artefactDigest().isEmpty()
                ? tested.testerId().isPresent()
                : tested.artefactDigest().equals(content);
    }

    private static boolean failedAgain(Tested passed, Tested other, Instant at, Persons persons) {
        return other.result() == TestResult.FAIL
                && other.testerId()
                        .map(persons::person)
                        .equals(passed.testerId().map(persons::person))
                && !isAfter(other, at)
                && IN_ORDER.compare(passed, other) < 0;
    }

    private static boolean isBy(Tested tested, Set<String> authors, Persons persons) {
        return tested.testerId().map(persons::person).filter(authors::contains).isPresent();
    }

    /** The first by somebody else than the authors that stood at the implementation or, where none did, the first afterwards. */
    private static Optional<Approved> signOff(
            ChangeRecord change, Implementation implementation, Set<String> authors, Persons persons) {
        Optional<String> owner =
                implementation.system().map(SystemRegistered::owners).flatMap(owners -> owners.businessOwner());
        List<Approved> candidates = new ArrayList<>(ChangeCover.standing(change, implementation));
        change.approvals().stream()
                .filter(implementation::ofSystem)
                .filter(approval -> isAfter(approval, implementation.at()))
                .forEach(candidates::add);
        return candidates.stream()
                .filter(approval -> !authors.contains(persons.person(approval.approverId())))
                .filter(approval -> approval.stage() == ApprovalStage.BUSINESS_OWNER
                        || owner.filter(one -> isBy(one, approval, implementation, persons))
                                .isPresent())
                .min(IN_ORDER);
    }

    /** Whether the owner gave it, or who decided in the owner's place then. */
    private static boolean isBy(String owner, Approved approval, Implementation implementation, Persons persons) {
        Set<String> entitled = new TreeSet<>(implementation
                .reference()
                .catalogue()
                .delegates(
                        owner,
                        implementation.done().systemId(),
                        approval.header().occurredAt()));
        entitled.add(owner);
        return persons.persons(entitled).contains(persons.person(approval.approverId()));
    }

    static boolean isAfter(Event event, Instant at) {
        return event.header().occurredAt().isAfter(at);
    }

    Optional<Instant> assessedAt() {
        return assessment.map(one -> one.header().occurredAt());
    }

    Optional<Instant> testedAt() {
        return test.map(one -> one.header().occurredAt());
    }

    /** Whether financial reporting is affected, as last answered before the implementation. */
    boolean affectsReporting() {
        return answer.filter(one -> one.icfrImpact() == IcfrImpact.YES).isPresent();
    }
}

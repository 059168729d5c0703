package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Verdict;
import io.plumbline.event.Event;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.event.SubjectKind;
import io.plumbline.event.SystemsNamed;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is said of a subject where a control gives no answer: the verdict of that control, and a finding of the monitor about
 * itself, which stands under {@link #CONTROL} beside the subject.
 */
final class Failures {

    /** The control under which the monitor reports on itself. */
    static final String CONTROL = "EVD-04";

    /** The kind of deviation that such a finding is; its variants are the reasons below. */
    static final String KIND = "MONITOR_FAILED";

    static final String RULE_ERROR = "RULE_ERROR";
    static final String SUBJECT_TOO_LARGE = "SUBJECT_TOO_LARGE";

    private static final String ITSELF = "subject";
    private static final String ALL_CONTROLS = "all-controls";

    /** Characters of an error's message that are kept. */
    private static final int MOST_CHARS = 500;

    private final SubjectState state;
    private final Catalogue catalogue;
    private final Event oldest;
    private final Event newest;

    /** @param state holds at least one event */
    Failures(SubjectState state, Catalogue catalogue) {
        this.state = state;
        this.catalogue = catalogue;
        this.oldest = state.held().get(0).event();
        this.newest = state.held().get(state.held().size() - 1).event();
    }

    /** Why a control gave no answer. */
    record Failure(String reason, String why) {

        static Failure of(RuntimeException error) {
            String message = error.toString();
            return new Failure(
                    RULE_ERROR, message.length() <= MOST_CHARS ? message : message.substring(0, MOST_CHARS) + "...");
        }

        static Failure tooLarge() {
            return new Failure(SUBJECT_TOO_LARGE, "it collects more than can be held; its further events were refused");
        }
    }

    /** The verdict of the control that gave no answer. */
    Judgement verdict(Failure failure) {
        Instant at = newest.header().occurredAt();
        return Judgement.of(
                        ITSELF,
                        system(at).orElse(newest.header().source()),
                        at,
                        Verdict.INDETERMINATE,
                        failure.reason(),
                        List.of(newest))
                .restingOn(new Absence(
                        Absence.State.UNDECIDABLE, failure.reason(), Optional.empty(), List.of(failure.why())));
    }

    /** Whether the monitor reports the failure: not an error of the very control that would report it. */
    static boolean reported(ControlDefinition failed, Failure failure, ControlDefinition reporting) {
        boolean ofItself = failed.id().equals(CONTROL) && failure.reason().equals(RULE_ERROR);
        return !ofItself
                && reporting.kinds().stream().anyMatch(kind -> kind.name().equals(KIND));
    }

    /** What the monitor reports of itself: one finding per control, or a single one where all are blind for one cause. */
    Stream<Judgement> findings(Map<ControlDefinition, Failure> blind) {
        return state.isTooLarge() && !blind.isEmpty()
                ? Stream.of(tooLarge(blind.keySet()))
                : blind.entrySet().stream().map(each -> Staging.of(each.getKey(), catalogue)
                        .applyToFailure(finding(each.getKey(), each.getValue())));
    }

    /** The finding: the control has been blind to the subject for as long as anything is held of it. */
    private Judgement finding(ControlDefinition failed, Failure failure) {
        return finding(
                "control:" + failed.id(),
                failed.id(),
                failure,
                List.of(
                        failed.id() + " gives no answer about " + state.subject(),
                        failure.why(),
                        "Until it does, nothing it tests is known of this subject"),
                Map.of("control", failed.id(), "control_version", failed.version()));
    }

    /** The finding where all controls are blind to the subject for one cause: it holds too much. */
    private Judgement tooLarge(Collection<ControlDefinition> blind) {
        String controls = blind.stream().map(ControlDefinition::id).sorted().collect(Collectors.joining(", "));
        Failure failure = Failure.tooLarge();
        return finding(
                ALL_CONTROLS,
                ALL_CONTROLS,
                failure,
                List.of(
                        "No control gives an answer about " + state.subject() + " any more: " + controls,
                        failure.why(),
                        "What was found before stands; nothing new is known of this subject"),
                Map.of("controls", controls));
    }

    private Judgement finding(
            String object, String anchor, Failure failure, List<String> why, Map<String, String> details) {
        Instant since = oldest.header().occurredAt();
        String system = system(since)
                .or(() -> system(newest.header().occurredAt()))
                .orElse(newest.header().source());
        boolean financial = catalogue
                .system(system, since)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
        Deviation deviation = Deviation.lasting(
                        KIND, failure.reason(), anchor, since, financial ? Severity.HIGH : Severity.MEDIUM)
                .because(why, List.of(newest))
                .with(details);
        return Judgement.deviated(object, system, since, List.of(deviation));
    }

    /** The gravest system that anything held names, or that the source carries. */
    private Optional<String> system(Instant at) {
        if (state.subject().kind() == SubjectKind.SOURCE) {
            return GravestSystem.ofSource(state.subject().id(), catalogue, at);
        }
        Set<String> named = new TreeSet<>();
        state.events().forEach(event -> named.addAll(SystemsNamed.by(event)));
        return GravestSystem.of(named, catalogue, at);
    }
}

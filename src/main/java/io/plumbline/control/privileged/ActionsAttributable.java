package io.plumbline.control.privileged;

import io.plumbline.control.Absence;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.privileged.Attribution.Outcome;
import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PAM-03: every action with a shared account can be tied to one person, by a record that a system made in time.
 *
 * <p>Bindings decide by their span who acted, and by when they were written down whether that was in time, whenever they
 * arrive. What somebody declares makes up for a missing record, and never replaces it.
 */
public final class ActionsAttributable implements Control<IdentityFacts> {

    /** One instant of a use that cannot be tied to a person as it should, and whether that is certain. */
    private record Doubt(Attribution attribution, Absence absence) {

        boolean stands() {
            return attribution.certain() || absence.proven();
        }
    }

    @Override
    public String id() {
        return "PAM-03";
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        People people = People.of(identity);
        Map<String, Bindings> byAcceptedMethods = new HashMap<>();
        return SharedUse.of(identity).stream()
                .map(use -> judge(
                        use,
                        byAcceptedMethods.computeIfAbsent(
                                reference.parameters(use.first()).text("accepted_methods"),
                                methods -> Bindings.of(identity, List.of(methods.split("[,\\s]+")), people)),
                        people,
                        reference))
                .toList();
    }

    private static Judgement judge(SharedUse use, Bindings bindings, People people, Reference reference) {
        if (use.baseline()) {
            return verdict(use, Verdict.NOT_APPLICABLE, "BASELINE", List.of());
        }
        if (use.ofMachine()) {
            return verdict(use, Verdict.NOT_APPLICABLE, "MACHINE_IDENTITY", List.of());
        }
        Parameters parameters = reference.parameters(use.first());
        List<Attribution> attributions = use.times().stream()
                .map(at ->
                        Attribution.of(use, at, at.plus(parameters.duration("attribution_deadline")), bindings, people))
                .toList();
        List<Doubt> doubts = attributions.stream()
                .filter(attribution -> attribution.outcome() != Outcome.ATTRIBUTED)
                .map(attribution ->
                        new Doubt(attribution, noFurtherBinding(use, attribution.at(), parameters, reference)))
                .toList();
        if (doubts.isEmpty()) {
            return verdict(use, Verdict.OPERATED, "ATTRIBUTED", attributions);
        }
        List<Doubt> standing = doubts.stream().filter(Doubt::stands).toList();
        Optional<Absence> open = doubts.stream()
                .filter(doubt -> !doubt.stands())
                .map(Doubt::absence)
                .findFirst();
        Judgement judgement = standing.isEmpty()
                ? verdict(use, open.orElseThrow().verdict(), open.orElseThrow().reason(), attributions)
                : Judgement.deviated(
                        use.object(), use.systemId(), use.first(), List.of(deviation(use, standing, reference)));
        for (Absence absence : Stream.concat(
                        standing.stream()
                                .map(Doubt::absence)
                                .filter(Absence::proven)
                                .limit(1),
                        open.stream())
                .toList()) {
            judgement = judgement.restingOn(absence);
        }
        return judgement;
    }

    /** Whether the vault and whatever else binds persons to accounts have been heard of past the deadline. */
    private static Absence noFurtherBinding(SharedUse use, Instant at, Parameters parameters, Reference reference) {
        String systemId = use.by().account().map(account -> account.systemId()).orElse(use.systemId());
        return reference
                .completeness()
                .absence(
                        Feed.ATTRIBUTIONS,
                        systemId,
                        Interval.of(at, at.plus(parameters.duration("attribution_deadline"))));
    }

    private static Judgement verdict(SharedUse use, Verdict verdict, String reason, List<Attribution> attributions) {
        return Judgement.of(use.object(), use.systemId(), use.first(), verdict, reason, evidence(use, attributions));
    }

    private static Deviation deviation(SharedUse use, List<Doubt> doubts, Reference reference) {
        List<Attribution> unattributed = doubts.stream().map(Doubt::attribution).toList();
        Attribution gravest = unattributed.stream()
                .min(Comparator.comparing(Attribution::outcome))
                .orElseThrow();
        Instant since = unattributed.get(0).at();
        Deviation lasting = Deviation.lasting(
                        "NOT_ATTRIBUTABLE",
                        gravest.outcome().name(),
                        use.anchor(),
                        since,
                        UseSeverity.of(use, reference.catalogue()))
                .because(lines(use, gravest, unattributed.size()), evidence(use, unattributed))
                .with(details(use, gravest));
        boolean cured = unattributed.stream()
                .allMatch(attribution -> attribution.curedAt().isPresent());
        return cured
                ? lasting.ended(
                        unattributed.stream()
                                .flatMap(attribution -> attribution.curedAt().stream())
                                .map(at -> at.isBefore(since) ? since : at)
                                .max(Comparator.naturalOrder())
                                .orElseThrow(),
                        Deviation.Ending.PERFORMED_LATE)
                : lasting;
    }

    private static List<String> lines(SharedUse use, Attribution gravest, int instants) {
        List<String> lines = new ArrayList<>();
        lines.add("The shared account " + use.by() + " was used on " + use.systemId() + " at " + gravest.at() + " ("
                + use.object() + (instants > 1 ? ", " + instants + " acts in doubt" : "") + ").");
        gravest.bindings().stream().limit(10).map(Binding::words).forEach(lines::add);
        lines.add(
                switch (gravest.outcome()) {
                    case NO_ATTRIBUTION ->
                        gravest.bindings().isEmpty()
                                ? "Nobody is bound to it."
                                : "What binds a person to it was written down only after the deadline.";
                    case AMBIGUOUS -> "It cannot be told which of these it was, or whether it was somebody else.";
                    case ATTRIBUTED_TO_LEAVER -> "The employment of that person had ended by then.";
                    case SELF_DECLARED_ONLY -> "No system recorded who it was; there is only a declaration.";
                    case ATTRIBUTED -> throw new IllegalStateException("what is attributed is no deviation");
                });
        return lines;
    }

    private static Map<String, String> details(SharedUse use, Attribution gravest) {
        return Map.of(
                "sharedAccount",
                use.by().toString(),
                "candidatePersons",
                String.join(", ", gravest.persons()),
                "bindingMethods",
                firstOf(gravest.bindings().stream()
                        .map(binding -> binding.method().name())),
                "checkoutRefs",
                firstOf(gravest.bindings().stream().map(Binding::id)),
                "actionsDigest",
                ActionsDigest.of(use.events()));
    }

    /** The first ones in their order: evidence has no room for all. */
    private static String firstOf(Stream<String> texts) {
        return String.join(", ", texts.distinct().limit(20).toList());
    }

    /** Who is bound comes first: a session may have more actions than evidence has room for. */
    private static List<Event> evidence(SharedUse use, List<Attribution> attributions) {
        List<Event> events = new ArrayList<>(List.of(use.events().get(0)));
        attributions.stream()
                .flatMap(attribution -> attribution.bindings().stream())
                .distinct()
                .flatMap(binding -> binding.evidence().stream())
                .forEach(events::add);
        events.addAll(use.events());
        return events.stream().distinct().toList();
    }
}

package io.plumbline.control.nonhuman;

import io.plumbline.control.Absence;
import io.plumbline.control.Deviation;
import io.plumbline.control.Deviation.Ending;
import io.plumbline.control.GravestSystem;
import io.plumbline.control.Judgement;
import io.plumbline.control.Names;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.control.nonhuman.Sharing.Labelled;
import io.plumbline.event.CredentialEvent.Used;
import io.plumbline.event.Feed;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.Severity;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tests of what the credentials of one machine identity were used by. */
final class ReuseCase {

    private static final String OBJECT = "reuse";

    private final IdentityFacts machine;
    private final Reference reference;
    private final List<Used> uses;

    ReuseCase(IdentityFacts machine, Reference reference) {
        this.machine = machine;
        this.reference = reference;
        this.uses = machine.secrets().stream()
                .flatMap(secret -> secret.uses().stream())
                .sorted(Comparator.comparing((Used use) -> use.header().occurredAt())
                        .thenComparing(Used::id))
                .toList();
    }

    boolean isUsed() {
        return !uses.isEmpty();
    }

    /**
     * By which environments, and against which. A pipeline spans them by design; of it each credential is asked for one, and what is
     * found is one time of the identity.
     */
    Judgement environments() {
        List<Sharing> found = new ArrayList<>();
        if (isPipeline()) {
            machine.secrets().forEach(secret -> found.addAll(shared(secret.uses(), ReuseCase::environment)));
        } else {
            found.addAll(shared(uses, ReuseCase::environment));
            uses.stream()
                    .filter(this::isTrialAgainstProduction)
                    .map(use -> new Sharing(
                            List.of(use), Optional.empty(), new TreeSet<>(List.of(registered(use), "production"))))
                    .forEach(found::add);
        }
        if (!found.isEmpty()) {
            return deviated("CROSS_ENVIRONMENT", "", Sharing.joined(found, this::window), "environments");
        }
        boolean unlabelled = uses.stream().anyMatch(use -> environment(use).isEmpty())
                || !isPipeline()
                        && uses.stream().anyMatch(use -> registered(use).isEmpty());
        return unlabelled
                ? verdict(Verdict.INDETERMINATE, "ENVIRONMENT_NOT_STATED")
                : verdict(Verdict.OPERATED, "SEPARATE");
    }

    /** By which workloads; hosts and addresses do not count. A pipeline works for many. */
    Judgement workloads() {
        if (isPipeline()) {
            return verdict(Verdict.NOT_APPLICABLE, "PIPELINE");
        }
        List<Sharing> found = shared(uses, Used::workloadId);
        if (!found.isEmpty()) {
            return deviated("CROSS_WORKLOAD", "", found, "workload_ids");
        }
        return uses.stream().allMatch(use -> use.workloadId().isPresent())
                ? verdict(Verdict.OPERATED, "SEPARATE")
                : verdict(Verdict.INDETERMINATE, "WORKLOAD_NOT_STATED");
    }

    /** By whom; of each credential by itself. A new value given to a new owner is another thing than the one before. */
    Judgement owners() {
        List<Judgement> parts = new ArrayList<>();
        for (Secret secret : machine.secrets()) {
            List<Labelled> labelled = Stream.concat(
                            secret.uses().stream()
                                    .map(use -> labelled(use, machine.subject().id())),
                            secret.usesByOthers().stream()
                                    .map(use -> labelled(
                                            use, use.owner().orElseThrow().toString())))
                    .toList();
            List<Sharing> found = Sharing.of(labelled, this::window);
            if (!found.isEmpty()) {
                parts.add(deviated("CROSS_OWNER", "-" + secret.credential().id(), found, "owners"));
            }
        }
        return parts.isEmpty() ? verdict(Verdict.NOT_APPLICABLE, "ONE_OWNER") : Judgement.together(parts);
    }

    private static Labelled labelled(Used use, String owner) {
        return new Labelled(use, owner, use.fingerprint().orElse(""));
    }

    private List<Sharing> shared(List<Used> of, Function<Used, Optional<String>> label) {
        List<Labelled> labelled = of.stream()
                .flatMap(use -> label.apply(use).map(text -> new Labelled(use, text, "")).stream())
                .toList();
        return Sharing.of(labelled, this::window);
    }

    private Duration window(Instant at) {
        return reference.parameters(at).duration("reuse_window");
    }

    private static Optional<String> environment(Used use) {
        return use.environment().map(text -> text.trim().toLowerCase(Locale.ROOT));
    }

    /** The environment it is registered for; empty where its register entry says none. */
    private String registered(Used use) {
        return Holder.profile(machine, use.header().occurredAt())
                .flatMap(Profiled::environment)
                .map(text -> text.trim().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private boolean isTrialAgainstProduction(Used use) {
        Instant at = use.header().occurredAt();
        return !registered(use).isEmpty()
                && !Environments.isProduction(registered(use), reference.parameters(at))
                && Environments.isProduction(reference.catalogue(), target(use), at);
    }

    private boolean isPipeline() {
        return machine.profiles().stream()
                .reduce((earlier, later) -> later)
                .filter(profile -> profile.tags().contains("PIPELINE"))
                .isPresent();
    }

    private static String target(Used use) {
        return use.targetSystemId().orElse(use.systemId());
    }

    /** One deviation per time; it ends when the thing was not shared for as long as the window, and that is certain. */
    private Judgement deviated(String kind, String ofWhat, List<Sharing> times, String field) {
        List<Judgement> parts = new ArrayList<>();
        for (Sharing time : times) {
            Instant end = time.last().plus(window(time.last()));
            Deviation deviation = deviation(kind, ofWhat, time, field);
            if (!reference.completeness().reached(end)) {
                parts.add(found(deviation).againAt(end));
                continue;
            }
            Absence over = Absence.all(machine.secrets().stream()
                    .map(Secret::systemId)
                    .distinct()
                    .map(system ->
                            reference.completeness().absence(Feed.CREDENTIALS, system, Interval.of(time.last(), end)))
                    .toList());
            parts.add(found(over.proven() ? deviation.ended(end, Ending.ENDED) : deviation)
                    .restingOn(over));
        }
        return Judgement.together(parts);
    }

    private Judgement found(Deviation deviation) {
        return Judgement.deviated(OBJECT, systemId(), at(), List.of(deviation));
    }

    private Deviation deviation(String kind, String ofWhat, Sharing time, String field) {
        Used first = time.uses().get(0);
        boolean grave = kind.equals("CROSS_ENVIRONMENT") && time.uses().stream().anyMatch(this::isFinancialProduction);
        Deviation deviation = Deviation.lasting(
                        kind,
                        kind,
                        "use-" + first.header().sourceEventId() + ofWhat,
                        time.since(),
                        grave ? Severity.HIGH : Severity.MEDIUM)
                .because(
                        List.of(
                                "Within " + window(time.since()) + " it was used by "
                                        + String.join(", ", time.labels()),
                                "That was so from " + time.since() + " on, and at " + time.last()
                                        + " for the last time"),
                        time.evidence())
                .with(details(time, field));
        return first.header().baseline() ? deviation.flagged(Deviation.PRE_EXISTING) : deviation;
    }

    private boolean isFinancialProduction(Used use) {
        return reference
                .catalogue()
                .system(target(use), use.header().occurredAt())
                .filter(SystemRegistered::production)
                .filter(SystemRegistered::soxInScope)
                .isPresent();
    }

    private static Map<String, String> details(Sharing time, String field) {
        Map<String, String> details = new TreeMap<>();
        details.put(field, String.join(", ", time.labels()));
        put("fingerprint", time, Used::fingerprint, details);
        put("sources", time, Used::usedFrom, details);
        put("credentials", time, use -> Optional.of(use.credential().id()), details);
        return details;
    }

    private static void put(
            String field, Sharing time, Function<Used, Optional<String>> value, Map<String, String> details) {
        String all = Names.of(time.uses().stream().flatMap(use -> value.apply(use).stream()));
        if (!all.isEmpty()) {
            details.put(field, all);
        }
    }

    Judgement verdict(Verdict verdict, String reason) {
        return Judgement.of(OBJECT, systemId(), at(), verdict, reason, uses.subList(0, 1));
    }

    private Instant at() {
        return uses.get(0).header().occurredAt();
    }

    private String systemId() {
        SortedSet<String> systems = new TreeSet<>();
        uses.forEach(use -> systems.add(target(use)));
        return GravestSystem.of(systems, reference.catalogue(), at()).orElse(systems.first());
    }
}

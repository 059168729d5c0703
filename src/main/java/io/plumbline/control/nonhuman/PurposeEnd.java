package io.plumbline.control.nonhuman;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.control.Reference;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.Profiled;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * A reason for which a machine identity, or what it has in one system, is not needed any more.
 *
 * @param key tells the reasons of one identity apart
 * @param over from when it held until it was taken back
 * @param systemId where it ends what the identity has; everywhere where absent
 * @param words the reason, in words
 * @param stated what says so, where an event of the identity does
 */
record PurposeEnd(
        String kind,
        String variant,
        String key,
        Interval over,
        Optional<String> systemId,
        String words,
        Optional<Event> stated) {

    /** All reasons there were for the identity, given where it has or had access. */
    static List<PurposeEnd> of(IdentityFacts machine, LiveAccess access, Catalogue catalogue) {
        List<PurposeEnd> ends = new ArrayList<>();
        ofSystems(machine, access, catalogue, ends);
        ofVendors(machine, access, catalogue, ends);
        ofPurpose(machine, ends);
        return ends;
    }

    /** A system it is in, or one it is a workload of, was retired. */
    private static void ofSystems(
            IdentityFacts machine, LiveAccess access, Catalogue catalogue, List<PurposeEnd> ends) {
        SortedSet<String> workloads = new TreeSet<>();
        machine.profiles().forEach(profile -> workloads.addAll(profile.workloads()));
        SortedSet<String> systems = new TreeSet<>(access.systems());
        systems.addAll(workloads);
        for (String system : systems) {
            catalogue.retired(system, Instant.MAX).ifPresent(at -> {
                Optional<Instant> back = catalogue
                        .system(system, Instant.MAX)
                        .map(registered -> registered.effectiveFrom())
                        .filter(at::isBefore);
                boolean its = Holder.profile(machine, at)
                        .filter(profile -> profile.workloads().contains(system))
                        .isPresent();
                if (its || access.systems().contains(system)) {
                    ends.add(new PurposeEnd(
                            "SYSTEM_RETIRED",
                            "SYSTEM_RETIRED",
                            "system-" + system,
                            new Interval(at, back),
                            its ? Optional.empty() : Optional.of(system),
                            (its ? "It is a workload of " + system + ", which" : system) + " was retired at " + at,
                            Optional.empty()));
                }
            });
        }
    }

    /** The contract with its vendor, or with the vendor of a system it is in, was over. */
    private static void ofVendors(
            IdentityFacts machine, LiveAccess access, Catalogue catalogue, List<PurposeEnd> ends) {
        SortedSet<String> own = new TreeSet<>();
        machine.profiles().forEach(profile -> profile.vendorId().ifPresent(own::add));
        for (String vendor : own) {
            Timeline its = onRecord(machine, profile -> profile.vendorId().equals(Optional.of(vendor)));
            catalogue.vendorEnded(vendor).and(its).intervals().stream()
                    .map(over -> vendorEnd(vendor, over, Optional.empty()))
                    .forEach(ends::add);
        }
        for (String system : access.systems()) {
            catalogue
                    .system(system, Instant.MAX)
                    .flatMap(registered -> registered.vendorId())
                    .filter(vendor -> !own.contains(vendor))
                    .ifPresent(vendor -> catalogue
                            .vendorEnded(vendor)
                            .intervals()
                            .forEach(over -> ends.add(vendorEnd(vendor, over, Optional.of(system)))));
        }
    }

    /** When what was on record of it passes the test. */
    private static Timeline onRecord(IdentityFacts machine, Predicate<Profiled> test) {
        List<Interval> spans = new ArrayList<>();
        List<Profiled> profiles = machine.profiles();
        for (int i = 0; i < profiles.size(); i++) {
            if (test.test(profiles.get(i))) {
                spans.add(new Interval(
                        profiles.get(i).header().occurredAt(),
                        i + 1 < profiles.size()
                                ? Optional.of(profiles.get(i + 1).header().occurredAt())
                                : Optional.empty()));
            }
        }
        return Timeline.of(spans);
    }

    private static PurposeEnd vendorEnd(String vendor, Interval over, Optional<String> system) {
        return new PurposeEnd(
                "VENDOR_ENDED",
                "VENDOR_ENDED",
                "vendor-" + vendor + system.map(id -> "-" + id).orElse("") + "-" + over.from(),
                over,
                system,
                "The contract with " + vendor + " was over from " + over.from() + " on",
                Optional.empty());
    }

    /**
     * Its own purpose came to its end, or another identity took its place. A later statement may say that it did not; one that
     * gives it another purpose afterwards does not, for that asks for another identity.
     */
    private static void ofPurpose(IdentityFacts machine, List<PurposeEnd> ends) {
        Optional<PurposeEnd> standing = Optional.empty();
        Optional<String> purpose = Optional.empty();
        for (Profiled profile : machine.profiles()) {
            Instant at = profile.header().occurredAt();
            boolean ended =
                    standing.filter(end -> !end.over().from().isAfter(at)).isPresent();
            boolean anotherPurpose = purpose.isPresent()
                    && profile.purpose().isPresent()
                    && !profile.purpose().equals(purpose);
            if (ended && anotherPurpose) {
                continue;
            }
            Optional<PurposeEnd> next = purposeEnd(profile);
            boolean goesOn =
                    ended && next.filter(end -> !end.over().from().isAfter(at)).isPresent();
            if (!goesOn) {
                standing.filter(end -> end.over().from().isBefore(at)).ifPresent(end -> ends.add(end.until(at)));
                standing = next;
            }
            purpose = profile.purpose().isPresent() ? profile.purpose() : purpose;
        }
        standing.ifPresent(ends::add);
    }

    private static Optional<PurposeEnd> purposeEnd(Profiled profile) {
        Instant at = profile.header().occurredAt();
        if (profile.replacedBy().isPresent()) {
            return Optional.of(new PurposeEnd(
                    "PURPOSE_ENDED",
                    "REPLACED",
                    "purpose-" + at,
                    Interval.since(at),
                    Optional.empty(),
                    profile.replacedBy().get() + " took its place at " + at,
                    Optional.of(profile)));
        }
        return profile.purposeEndsAt()
                .map(end -> new PurposeEnd(
                        "PURPOSE_ENDED",
                        "PURPOSE_ENDED",
                        "purpose-" + end,
                        Interval.since(end),
                        Optional.empty(),
                        "What it was for ended at " + end,
                        Optional.of(profile)));
    }

    private PurposeEnd until(Instant at) {
        return new PurposeEnd(kind, variant, key, Interval.of(over.from(), at), systemId, words, stated);
    }

    /** It was made to try something out, and has access to production; once for every time it was on record as such. */
    static List<PurposeEnd> leftInProduction(IdentityFacts machine, LiveAccess inProduction, Reference reference) {
        List<PurposeEnd> ends = new ArrayList<>();
        for (Interval test :
                onRecord(machine, profile -> isTest(profile, reference)).intervals()) {
            inProduction.live().and(test).intervals().stream()
                    .findFirst()
                    .map(first -> new PurposeEnd(
                            "TEST_LEFT_IN_PROD",
                            "TEST_LEFT_IN_PROD",
                            "test-" + test.from(),
                            new Interval(first.from(), test.until()),
                            Optional.empty(),
                            "It is registered for trials only, and had access to production from " + first.from()
                                    + " on",
                            machine.profiles().stream().findFirst().map(Event.class::cast)))
                    .ifPresent(ends::add);
        }
        return ends;
    }

    private static boolean isTest(Profiled profile, Reference reference) {
        return profile.tags().contains("TEST")
                || profile.environment()
                        .filter(environment -> !Environments.isProduction(
                                environment,
                                reference.parameters(profile.header().occurredAt())))
                        .isPresent();
    }
}

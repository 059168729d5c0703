package io.plumbline.control.nonhuman;

import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.OwnerChanged;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.facts.Interval;
import io.plumbline.facts.Owner;
import io.plumbline.facts.Ownership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who answered for a machine identity, and whether it was an active person, at every instant. */
final class Accountability {

    /** What the owners named came to. Of several owners the best counts. */
    enum State {
        /** At least one active person, named or at the end of a chain of two. */
        ACCOUNTABLE("an active person answers for it"),
        /** An owner of whom no record says what kind of identity it is. */
        OWNER_TYPE_UNKNOWN("no record says what kind of identity its owner is"),
        /** A machine owned by a machine that is owned by another: further than is looked. */
        CHAIN_TOO_LONG("its owner is a machine identity owned by another"),
        /** Only persons who left or are on garden leave. */
        OWNER_INACTIVE("no owner on record is an active person any more"),
        /** Only machine identities at the end of which nobody stands. */
        OWNER_CHAIN_NONHUMAN("its owner is a machine identity for which no person answers"),
        /** Nobody. */
        NO_OWNER("nobody is on record as its owner");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** Whether it is certain that nobody answers. */
        boolean nobody() {
            return switch (this) {
                case ACCOUNTABLE, OWNER_TYPE_UNKNOWN, CHAIN_TOO_LONG -> false;
                case OWNER_INACTIVE, OWNER_CHAIN_NONHUMAN, NO_OWNER -> true;
            };
        }

        /** The state in words, for explanations. */
        String words() {
            return words;
        }
    }

    /** A stretch of time in one state, as long as it lasts. */
    record Span(Interval span, State state) {}

    private final IdentityFacts machine;

    Accountability(IdentityFacts machine) {
        this.machine = machine;
    }

    /** What all owners came to within the interval. */
    List<Span> of(Interval within) {
        return spans(within, false);
    }

    /** What the business owners came to within the interval. */
    List<Span> ofBusiness(Interval within) {
        return spans(within, true);
    }

    /** The ownership in force at {@code at}; until one is accepted the one before it stays in force. */
    Optional<Ownership> at(Instant at) {
        return machine.ownerships().stream()
                .filter(ownership -> !ownership.inForce().from().isAfter(at))
                .filter(ownership ->
                        ownership.stated().acceptedAt().filter(at::isBefore).isEmpty())
                .reduce((earlier, later) -> later);
    }

    /** Confirmations by whoever was an owner then, and beginnings of ownership; owners told again confirm nothing. */
    SortedSet<Instant> confirmations() {
        SortedSet<Instant> confirmations = new TreeSet<>();
        Set<String> before = Set.of();
        for (Ownership ownership : machine.ownerships()) {
            Set<String> named = Set.copyOf(ownership.stated().owners());
            if (ownership.stated().acceptedAt().isPresent() || !named.equals(before)) {
                confirmations.add(ownership
                        .stated()
                        .acceptedAt()
                        .orElse(ownership.inForce().from()));
            }
            before = named;
        }
        machine.attestations().stream()
                .filter(attested -> at(attested.header().occurredAt())
                        .filter(ownership -> ownership.stated().owners().contains(attested.attestedBy()))
                        .isPresent())
                .forEach(attested -> confirmations.add(attested.header().occurredAt()));
        return confirmations;
    }

    /** The statements by which the state may have changed at {@code at}. */
    List<Event> changedAt(Instant at) {
        List<Event> changed = new ArrayList<>();
        Stream.concat(
                        machine.ownerships().stream(),
                        machine.owners().values().stream().flatMap(owner -> owner.ownerships().stream()))
                .filter(ownership -> ownership.inForce().from().equals(at)
                        || ownership.stated().acceptedAt().equals(Optional.of(at)))
                .forEach(ownership -> changed.add(ownership.stated()));
        for (Owner owner : machine.owners().values()) {
            owner.employment().departures().stream()
                    .filter(departure -> departure.effectiveAt().equals(at))
                    .forEach(departure -> changed.add(departure.stated()));
            owner.employment().statuses().stream()
                    .filter(status -> status.effectiveAt().equals(at))
                    .forEach(changed::add);
        }
        return changed;
    }

    private List<Span> spans(Interval within, boolean business) {
        List<Span> spans = new ArrayList<>();
        SortedSet<Instant> changes = changes();
        changes.add(within.from());
        for (Instant at : changes.tailSet(within.from())) {
            if (!within.contains(at)) {
                break;
            }
            State state = state(at, business);
            Span last = spans.isEmpty() ? null : spans.get(spans.size() - 1);
            if (last == null || last.state() != state) {
                if (last != null) {
                    spans.set(spans.size() - 1, new Span(Interval.of(last.span().from(), at), last.state()));
                }
                spans.add(new Span(new Interval(at, within.until()), state));
            }
        }
        return spans;
    }

    /** Every instant at which the state can change. */
    private SortedSet<Instant> changes() {
        SortedSet<Instant> changes = new TreeSet<>();
        Stream.concat(
                        machine.ownerships().stream(),
                        machine.owners().values().stream().flatMap(owner -> owner.ownerships().stream()))
                .forEach(ownership -> {
                    addBounds(ownership.inForce(), changes);
                    ownership.stated().acceptedAt().ifPresent(changes::add);
                });
        machine.owners()
                .values()
                .forEach(owner -> owner.employment().active().intervals().forEach(span -> addBounds(span, changes)));
        return changes;
    }

    private static void addBounds(Interval span, Set<Instant> to) {
        to.add(span.from());
        span.until().ifPresent(to::add);
    }

    private State state(Instant at, boolean business) {
        Optional<OwnerChanged> stated = at(at).map(Ownership::stated);
        Collection<String> named = stated.<Collection<String>>map(
                        statement -> business ? statement.businessOwners() : statement.owners())
                .orElse(List.of());
        return best(named.stream().map(owner -> ofOwner(owner, at)).toList());
    }

    private State ofOwner(String id, Instant at) {
        if (id.equals(machine.subject().id())) {
            return State.OWNER_CHAIN_NONHUMAN;
        }
        Optional<Owner> owner = Optional.ofNullable(machine.owners().get(id));
        State direct = ofPerson(owner, at);
        if (direct != State.CHAIN_TOO_LONG) {
            return direct;
        }
        return owner.stream()
                .flatMap(known -> known.ownerships().stream())
                .filter(ownership -> ownership.inForce().contains(at))
                .findFirst()
                .map(ownership -> best(ownership.stated().owners().stream()
                        .filter(further -> !further.equals(id)
                                && !further.equals(machine.subject().id()))
                        .map(further ->
                                ofPerson(Optional.ofNullable(machine.owners().get(further)), at))
                        .toList()))
                .filter(state -> state != State.NO_OWNER)
                .orElse(State.OWNER_CHAIN_NONHUMAN);
    }

    /** What an owner comes to by itself; a machine leads further. */
    private static State ofPerson(Optional<Owner> owner, Instant at) {
        IdentityType type = owner.flatMap(known -> known.employment().created())
                .map(created -> created.identityType())
                .orElse(IdentityType.UNKNOWN);
        boolean active =
                owner.filter(known -> !known.employment().active().contains(at)).isEmpty();
        if (type == IdentityType.HUMAN) {
            return active ? State.ACCOUNTABLE : State.OWNER_INACTIVE;
        } else if (type == IdentityType.UNKNOWN) {
            return active ? State.OWNER_TYPE_UNKNOWN : State.OWNER_INACTIVE;
        }
        return active ? State.CHAIN_TOO_LONG : State.OWNER_CHAIN_NONHUMAN;
    }

    private static State best(Collection<State> states) {
        return states.stream().min(State::compareTo).orElse(State.NO_OWNER);
    }
}

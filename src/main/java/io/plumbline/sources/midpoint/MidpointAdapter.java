package io.plumbline.sources.midpoint;

import io.plumbline.event.AccessEvent;
import io.plumbline.event.AccessEvent.GrantPath;
import io.plumbline.event.AccountRef;
import io.plumbline.event.ActivityLevel;
import io.plumbline.event.Event;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.Severity;
import io.plumbline.event.Slot;
import io.plumbline.event.SodRuleType;
import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.Delivery;
import io.plumbline.sources.Disposition;
import io.plumbline.sources.Intake;
import io.plumbline.sources.RawRecord;
import io.plumbline.sources.RecordReader;
import io.plumbline.sources.SourceAdapter;
import io.plumbline.sources.SourceFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads an export of midPoint: one snapshot of users, roles, organisations and services.
 *
 * <p>What can be assigned is a role of the one system {@value #SYSTEM}, whatever midPoint calls it, and what it induces are its
 * children. Besides, every role gives an entitlement {@code is:<role>} of its own, so that rules can speak of roles. Users
 * are identities with an account each, and their assignments grants, all of them baseline: a snapshot does not say since when. Roles and users carry
 * their names; where two roles share a name, it is followed by the id.
 *
 * <p>An export states no time. A file {@value #TAKEN_AT} beside the objects holds the instant at which it was taken; without
 * it every object is rejected. Passwords are not looked at.
 *
 * <p>An exclusion is a rule, and rules need approval, so exclusions are {@linkplain #proposals proposals}. Declared on one side it
 * works from both, and declared on both it is one rule. A role excludes also what its own roles make it exclude (metaroles).
 */
public final class MidpointAdapter implements SourceAdapter {

    /** The one system of this source. */
    public static final String SYSTEM = "midpoint";

    /** Name of the file that holds nothing but the instant of the snapshot. */
    public static final String TAKEN_AT = "taken-at.txt";

    private static final String ID = "midpoint";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Delivery read(List<SourceFile> files) {
        Snapshot snapshot = Snapshot.of(files);
        List<Event> facts = new ArrayList<>();
        List<RoleDefined> roles = new ArrayList<>();
        snapshot.objects.values().forEach(object -> {
            if (object.isUser()) {
                snapshot.addUser(object, facts);
            } else if (object.isRole()) {
                roles.add(snapshot.role(object));
            }
        });
        return snapshot.intake.deliver(facts, roles);
    }

    @Override
    public List<ReferenceEvent> proposals(List<SourceFile> files) {
        return Snapshot.of(files).exclusions();
    }

    /** What a record says: one object as of an instant; none where its type is not modelled. */
    private record Dated(Instant at, Optional<MidpointObject> object) {}

    private record RowReader(Optional<Instant> takenAt) implements RecordReader<Dated> {
        @Override
        public Instant occurredAt(RawRecord raw) throws BadRecordException {
            return takenAt.orElseThrow(() -> new BadRecordException(
                    TAKEN_AT,
                    "is missing or holds no instant; add a file of that name with one such as 2026-06-30T00:00:00Z"));
        }

        @Override
        public Understood<Dated> read(RawRecord raw) throws BadRecordException {
            String type = raw.text("elementName");
            if (!MidpointObject.isModelled(type)) {
                // Even so its id and name must be texts: what cannot be understood is rejected.
                raw.optionalText("oid");
                raw.optionalText("name");
                return new Understood<>(
                        Disposition.notModelled(type, "is neither a user nor can it be assigned to one"),
                        new Dated(occurredAt(raw), Optional.empty()));
            }
            return new Understood<>(
                    Disposition.mapped(type), new Dated(occurredAt(raw), Optional.of(MidpointObject.of(raw))));
        }
    }

    /** The objects of one export beside one another. */
    private static final class Snapshot {

        private final Intake<Dated> intake;
        private final Instant at;
        private final SortedMap<String, MidpointObject> objects = new TreeMap<>();
        private final Map<String, Long> names;

        private Snapshot(Intake<Dated> intake) {
            this.intake = intake;
            List<Dated> all =
                    intake.readings().stream().map(Intake.Reading::content).toList();
            this.at = all.stream().map(Dated::at).findFirst().orElse(Instant.EPOCH);
            all.stream()
                    .flatMap(dated -> dated.object().stream())
                    .forEach(object -> objects.merge(
                            object.oid(), object, (a, b) -> a.toString().compareTo(b.toString()) <= 0 ? a : b));
            this.names = objects.values().stream()
                    .filter(MidpointObject::isRole)
                    .collect(Collectors.groupingBy(MidpointObject::name, Collectors.counting()));
        }

        static Snapshot of(List<SourceFile> files) {
            Optional<Instant> takenAt = files.stream()
                    .filter(file -> file.name().equals(TAKEN_AT))
                    .flatMap(file -> instantIn(file).stream())
                    .findFirst();
            return new Snapshot(Intake.read(
                    ID,
                    files.stream().filter(file -> !file.name().equals(TAKEN_AT)).toList(),
                    new RowReader(takenAt)));
        }

        private static Optional<Instant> instantIn(SourceFile file) {
            try (BufferedReader reader = file.open()) {
                String line = reader.readLine();
                return line == null ? Optional.empty() : Optional.of(Instant.parse(line.strip()));
            } catch (DateTimeException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }

        void addUser(MidpointObject user, List<Event> facts) {
            facts.add(new IdentityEvent.Created(
                    header("user/" + user.oid()),
                    user.name(),
                    IdentityEvent.IdentityType.HUMAN,
                    user.personalNumber(),
                    Optional.empty(),
                    Optional.empty()));
            AccountRef account = new AccountRef(SYSTEM, user.name());
            facts.add(new IdentityEvent.AccountCreated(
                    header("account/" + user.oid()),
                    account,
                    Optional.of(user.name()),
                    false,
                    Optional.of(IdentityEvent.IdentityType.HUMAN),
                    Optional.empty()));
            if (!user.enabled()) {
                facts.add(new IdentityEvent.AccountDisabled(header("disabled/" + user.oid()), account));
            }
            for (String target : user.assigned().stream()
                    .map(MidpointObject.Assignment::oid)
                    .collect(Collectors.toCollection(TreeSet::new))) {
                facts.add(new AccessEvent.Granted(
                        header("assignment/" + user.oid() + "/" + target),
                        Optional.of(user.oid() + "/" + target),
                        new Principal(Optional.of(user.name()), Optional.of(account)),
                        SYSTEM,
                        roleId(target),
                        GrantPath.ROLE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
            }
        }

        RoleDefined role(MidpointObject role) {
            return new RoleDefined(
                    header("role/" + role.oid()),
                    SYSTEM,
                    roleId(role.oid()),
                    at,
                    List.of(marker(role.oid())),
                    role.induced().stream().map(this::roleId).toList(),
                    List.of(),
                    List.of(),
                    false);
        }

        /** The exclusions as rules between two roles, with the functions and mappings they speak of. */
        List<ReferenceEvent> exclusions() {
            SortedMap<String, TreeSet<String>> pairs = new TreeMap<>();
            objects.values().stream().filter(MidpointObject::isRole).forEach(role -> {
                Set<String> excluded = new TreeSet<>(role.excludes());
                role.assigned().stream()
                        .map(assignment -> objects.get(assignment.oid()))
                        .filter(metarole -> metarole != null)
                        .forEach(metarole -> excluded.addAll(metarole.inducesExclusionOf()));
                excluded.remove(role.oid());
                excluded.forEach(other -> pairs.computeIfAbsent(first(role.oid(), other), key -> new TreeSet<>())
                        .add(second(role.oid(), other)));
            });
            Set<String> concerned = new TreeSet<>(pairs.keySet());
            pairs.values().forEach(concerned::addAll);
            List<ReferenceEvent> reference = new ArrayList<>();
            for (String oid : concerned) {
                String function = "holds " + roleId(oid);
                reference.add(new ReferenceEvent.FunctionDefined(
                        header("function/" + oid), function, at, "Holding " + roleId(oid), "IT"));
                reference.add(new ReferenceEvent.EntitlementMapped(
                        header("entitlement/" + oid),
                        SYSTEM,
                        marker(oid),
                        at,
                        List.of(new FunctionUse(function, ActivityLevel.MAINTAIN)),
                        false,
                        Optional.empty(),
                        false,
                        List.of(),
                        List.of(),
                        Optional.empty()));
            }
            pairs.forEach((one, others) -> others.forEach(other -> reference.add(rule(one, other))));
            return reference;
        }

        private ReferenceEvent rule(String one, String other) {
            String left = roleId(one);
            String right = roleId(other);
            return new ReferenceEvent.SodRulePublished(
                    header("exclusion/" + one + "/" + other),
                    "midpoint/" + left + "~" + right,
                    "1",
                    at,
                    left + " excludes " + right,
                    List.of(new Slot(List.of("holds " + left)), new Slot(List.of("holds " + right))),
                    Severity.HIGH,
                    Optional.empty(),
                    Optional.empty(),
                    SodRuleType.PAIR,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    false,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty());
        }

        private String marker(String oid) {
            return "is:" + roleId(oid);
        }

        /** What a role is called here; one that is not in the export keeps its id. */
        private String roleId(String oid) {
            MidpointObject role = objects.get(oid);
            if (role == null) {
                return oid;
            }
            return names.getOrDefault(role.name(), 0L) > 1 ? role.name() + " (" + oid + ")" : role.name();
        }

        private String first(String one, String other) {
            return roleId(one).compareTo(roleId(other)) <= 0 ? one : other;
        }

        private String second(String one, String other) {
            return first(one, other).equals(one) ? other : one;
        }

        private Header header(String id) {
            return Header.of(ID, id + "@" + at, at).asBaseline();
        }
    }
}

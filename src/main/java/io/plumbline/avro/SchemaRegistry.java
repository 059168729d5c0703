package io.plumbline.avro;

import io.plumbline.avro.RegistryChange.LevelSet;
import io.plumbline.avro.RegistryChange.Registered;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * The rules of a schema registry, without a network.
 *
 * <p>Ids are global and count from 1. One canonical text has one id, whatever the subject; registering it again under
 * the same subject gives the same version and id, and that is decided before compatibility is looked at. Versions count
 * from 1 within a subject. The canonical text is what Avro prints after parsing.
 *
 * <p>Every change is in the journal before the caller sees its result. Thread-safe: one call at a time.
 */
public final class SchemaRegistry implements AutoCloseable {
    private final RegistryJournal journal;
    private final List<Entry> byId = new ArrayList<>();
    private final Map<String, Integer> idByText = new HashMap<>();
    private final Map<String, List<Entry>> bySubject = new TreeMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();
    private CompatibilityLevel globalLevel = CompatibilityLevel.BACKWARD;

    private record Entry(RegisteredSchema registered, Schema parsed) {}

    /** A registry with what the journal holds, which it closes when it is closed. */
    public SchemaRegistry(RegistryJournal journal) {
        this.journal = journal;
        journal.changes().forEach(this::apply);
    }

    /**
     * Registers a schema as the next version of a subject, or finds the version it already is.
     *
     * @throws RegistryException 422/42201 when the text is not an Avro schema, 409 when it may not follow the versions
     *     there are
     */
    public synchronized RegisteredSchema register(String subject, String schemaText) {
        Schema schema = parse(schemaText);
        String text = schema.toString();
        Optional<RegisteredSchema> existing = find(subject, text);
        if (existing.isPresent()) {
            return existing.get();
        }
        CompatibilityLevel level = effectiveLevel(subject);
        List<String> problems = level.problems(schema, parsedVersions(subject));
        if (!problems.isEmpty()) {
            throw new RegistryException(
                    409,
                    409,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                            + "\" under level " + level + ": " + String.join("; ", problems));
        }
        int id = idByText.getOrDefault(text, byId.size() + 1);
        int version = bySubject.getOrDefault(subject, List.of()).size() + 1;
        RegisteredSchema registered = new RegisteredSchema(subject, version, id, text);
        change(new Registered(registered));
        return registered;
    }

    /** The version a schema is under a subject. 404/40401 without the subject, 404/40403 without the schema. */
    public synchronized RegisteredSchema lookup(String subject, String schemaText) {
        String text = parse(schemaText).toString();
        versionsOf(subject);
        return find(subject, text)
                .orElseThrow(() -> RegistryException.schemaNotFound("not registered under subject " + subject));
    }

    /** The newest version of a subject. 404/40401 without the subject. */
    public synchronized RegisteredSchema latest(String subject) {
        List<Entry> versions = versionsOf(subject);
        return versions.get(versions.size() - 1).registered();
    }

    /** One version of a subject. 404/40401 without the subject, 404/40402 without the version. */
    public synchronized RegisteredSchema version(String subject, int version) {
        List<Entry> versions = versionsOf(subject);
        if (version < 1 || version > versions.size()) {
            throw RegistryException.versionNotFound(version);
        }
        return versions.get(version - 1).registered();
    }

    /** The version numbers of a subject, ascending. 404/40401 without the subject. */
    public synchronized List<Integer> versions(String subject) {
        return versionsOf(subject).stream()
                .map(entry -> entry.registered().version())
                .toList();
    }

    /** All subjects, sorted. */
    public synchronized List<String> subjects() {
        return List.copyOf(bySubject.keySet());
    }

    /** The canonical text behind an id. 404/40403 when no schema has it. */
    public synchronized String schemaById(int id) {
        if (id < 1 || id > byId.size()) {
            throw RegistryException.schemaNotFound("id " + id);
        }
        return byId.get(id - 1).registered().schema();
    }

    /** Every version of every subject that has this id, by subject. 404/40403 when no schema has it. */
    public synchronized List<RegisteredSchema> uses(int id) {
        schemaById(id);
        return bySubject.values().stream()
                .flatMap(Collection::stream)
                .map(Entry::registered)
                .filter(registered -> registered.id() == id)
                .toList();
    }

    /** The highest id given out, 0 when none was. */
    public synchronized int maxId() {
        return byId.size();
    }

    /** Why a schema could not become the next version of a subject; empty when it could. */
    public synchronized List<String> problems(String subject, String schemaText) {
        return effectiveLevel(subject).problems(parse(schemaText), parsedVersions(subject));
    }

    /** Why a schema could not follow one given version, under the level of the subject; empty when it could. */
    public synchronized List<String> problems(String subject, String schemaText, int version) {
        Schema compared = parse(version(subject, version).schema());
        return effectiveLevel(subject).problems(parse(schemaText), List.of(compared));
    }

    /** The level for subjects without one of their own. BACKWARD until set. */
    public synchronized CompatibilityLevel level() {
        return globalLevel;
    }

    /** The level set for a subject itself. */
    public synchronized Optional<CompatibilityLevel> level(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    public synchronized void setLevel(CompatibilityLevel level) {
        if (level != globalLevel) {
            change(new LevelSet(Optional.empty(), level));
        }
    }

    /** Sets the level of one subject, which need not exist yet. */
    public synchronized void setLevel(String subject, CompatibilityLevel level) {
        if (level != levels.get(subject)) {
            change(new LevelSet(Optional.of(subject), level));
        }
    }

    @Override
    public synchronized void close() {
        journal.close();
    }

    private void change(RegistryChange change) {
        journal.append(change);
        apply(change);
    }

    private void apply(RegistryChange change) {
        if (change instanceof Registered added) {
            applyRegistered(added.schema());
        } else if (change instanceof LevelSet set) {
            set.subject().ifPresentOrElse(subject -> levels.put(subject, set.level()), () -> globalLevel = set.level());
        }
    }

    private void applyRegistered(RegisteredSchema schema) {
        List<Entry> versions = bySubject.computeIfAbsent(schema.subject(), subject -> new ArrayList<>());
        int expectedId = idByText.getOrDefault(schema.schema(), byId.size() + 1);
        if (schema.id() != expectedId || schema.version() != versions.size() + 1) {
            throw new IllegalStateException("registry journal: subject '" + schema.subject() + "' version "
                    + schema.version() + " has id " + schema.id() + " where version " + (versions.size() + 1)
                    + " with id " + expectedId + " must follow; restore the journal from a backup");
        }
        Entry entry = new Entry(schema, parse(schema.schema()));
        if (schema.id() > byId.size()) {
            byId.add(entry);
            idByText.put(schema.schema(), schema.id());
        }
        versions.add(entry);
    }

    private Optional<RegisteredSchema> find(String subject, String text) {
        return bySubject.getOrDefault(subject, List.of()).stream()
                .map(Entry::registered)
                .filter(registered -> registered.schema().equals(text))
                .findFirst();
    }

    private List<Entry> versionsOf(String subject) {
        List<Entry> versions = bySubject.get(subject);
        if (versions == null) {
            throw RegistryException.subjectNotFound(subject);
        }
        return versions;
    }

    private List<Schema> parsedVersions(String subject) {
        return bySubject.getOrDefault(subject, List.of()).stream()
                .map(Entry::parsed)
                .toList();
    }

    private CompatibilityLevel effectiveLevel(String subject) {
        return levels.getOrDefault(subject, globalLevel);
    }

    private static Schema parse(String text) {
        try {
            return new Schema.Parser().parse(text);
        } catch (AvroRuntimeException invalid) {
            throw RegistryException.invalidSchema(invalid.getMessage());
        }
    }
}

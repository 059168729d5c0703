package io.plumbline.avro;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A registry reached without a network, for tests and for {@code mock://scope}. */
public final class InProcessRegistryClient implements SchemaRegistryClient {
    private static final Map<String, SchemaRegistry> SCOPES = new ConcurrentHashMap<>();

    private final SchemaRegistry registry;

    public InProcessRegistryClient(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** A client of the one registry that all users of a scope in this process share. */
    public static InProcessRegistryClient forScope(String scope) {
        return new InProcessRegistryClient(
                SCOPES.computeIfAbsent(scope, name -> new SchemaRegistry(RegistryJournal.none())));
    }

    /** Forgets a scope: who asks for it next gets an empty registry. */
    public static void dropScope(String scope) {
        SCOPES.remove(scope);
    }

    public SchemaRegistry registry() {
        return registry;
    }

    @Override
    public int register(String subject, String schema, boolean normalize) {
        return registry.register(subject, schema).id();
    }

    @Override
    public int lookup(String subject, String schema, boolean normalize) {
        return registry.lookup(subject, schema).id();
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return registry.latest(subject);
    }

    @Override
    public String schemaById(int id, String subject) {
        return registry.schemaById(id);
    }
}

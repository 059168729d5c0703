package io.plumbline.avro;

/**
 * What the serde asks of a schema registry. Implementations do not cache; they are thread-safe.
 *
 * <p>Every call throws {@link RegistryException} when the registry answers with an error, and
 * {@link RegistryUnreachableException} when none answers.
 */
public interface SchemaRegistryClient {

    /** Registers a schema under a subject, or finds it there, and returns its id. */
    int register(String subject, String schema, boolean normalize);

    /** The id a schema already has under a subject; 404 when it is not registered there. */
    int lookup(String subject, String schema, boolean normalize);

    /** The newest version of a subject; 404 when there is none. */
    RegisteredSchema latest(String subject);

    /**
     * The text of the schema with an id; 404 when the registry does not know the id.
     *
     * @param subject where the id was met, a hint only; empty when not known
     */
    String schemaById(int id, String subject);

    /** The registry the settings name: in this process for {@code mock://scope}, otherwise over HTTP. */
    static SchemaRegistryClient of(RegistryConfig config) {
        return config.mockScope()
                .<SchemaRegistryClient>map(InProcessRegistryClient::forScope)
                .orElseGet(() -> new HttpSchemaRegistryClient(config));
    }
}

package io.plumbline.app;

import io.plumbline.cli.InputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** Settings from properties files. */
final class Settings {

    static final String REGISTRY_URL = "schema.registry.url";

    private Settings() {}

    /**
     * The settings of all files; where two set the same, the later file wins.
     *
     * @throws InputException naming every file that cannot be read
     */
    static SortedMap<String, String> read(List<Path> files) {
        SortedMap<String, String> settings = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                properties.load(reader);
                properties.stringPropertyNames().forEach(name -> settings.put(name, properties.getProperty(name)));
            } catch (IOException | IllegalArgumentException e) {
                problems.add(
                        file + ": cannot be read as a properties file (" + e + "); give a file of key=value lines");
            }
        }
        if (!problems.isEmpty()) {
            throw new InputException(problems);
        }
        return settings;
    }

    /** Settings for the processor, which has time: those given, with the registry where none is set. */
    static Map<String, Object> forProcessor(Map<String, String> given, String registryUrl) {
        Map<String, Object> config = new HashMap<>();
        config.put(REGISTRY_URL, registryUrl);
        config.putAll(given);
        return config;
    }

    /** Settings for clients: those given, with the registry where none is set, and answers awaited for seconds, not minutes. */
    static Map<String, Object> forClients(Map<String, String> given, String registryUrl) {
        Map<String, Object> config = new HashMap<>();
        config.put(REGISTRY_URL, registryUrl);
        config.put("http.connect.timeout.ms", 5_000);
        config.put("http.read.timeout.ms", 10_000);
        config.put("max.retries", 1);
        config.putAll(given);
        return config;
    }
}

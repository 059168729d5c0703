package io.plumbline.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A scrape in Prometheus' text format, read strictly. */
public final class Exposition {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

    private final Map<String, String> types = new TreeMap<>();
    private final Set<String> described = new TreeSet<>();
    private final List<Sample> samples = new ArrayList<>();

    /** One line: a name, its labels and a number. */
    public record Sample(String name, Map<String, String> labels, double value) {}

    public Exposition(String text) {
        for (String line : text.split("\n")) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# TYPE ")) {
                if (types.put(words[2], words[3]) != null) {
                    throw new IllegalArgumentException("two families of one name: " + line);
                }
            } else if (line.startsWith("# HELP ")) {
                described.add(words[2]);
            } else {
                samples.add(sample(line));
            }
        }
    }

    public List<Sample> samples() {
        return samples;
    }

    /** Types by name of the family. */
    public Map<String, String> types() {
        return types;
    }

    public Set<String> described() {
        return described;
    }

    /** The value of a series; empty where there is none. {@code labels} are names and values in turn. */
    public Optional<Double> value(String name, String... labels) {
        Map<String, String> wanted = new TreeMap<>();
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return samples.stream()
                .filter(sample -> sample.name().equals(name))
                .filter(sample -> new TreeMap<>(sample.labels()).equals(wanted))
                .map(Sample::value)
                .findFirst();
    }

    /** Sets of label names by name of the sample: more than one for a name cannot be added up. */
    public Map<String, Set<Set<String>>> labelSets() {
        Map<String, Set<Set<String>>> sets = new TreeMap<>();
        samples.forEach(sample -> sets.computeIfAbsent(sample.name(), name -> new HashSet<>())
                .add(sample.labels().keySet()));
        return sets;
    }

    private static Sample sample(String line) {
        Matcher whole = SAMPLE.matcher(line);
        if (!whole.matches()) {
            throw new IllegalArgumentException("not a sample: " + line);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        if (whole.group(2) != null) {
            Matcher label = LABEL.matcher(whole.group(2));
            int end = 0;
            while (label.find() && label.start() == end) {
                labels.put(label.group(1), label.group(2));
                end = label.end();
            }
            if (end != whole.group(2).length()) {
                throw new IllegalArgumentException("not labels: " + line);
            }
        }
        String number = whole.group(3);
        double value = number.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(number);
        return new Sample(whole.group(1), labels, value);
    }
}

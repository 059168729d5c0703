package io.plumbline.config;

import io.plumbline.json.Problem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** A properties file in UTF-8, read line by line so that each value knows where it stands. */
final class PropertiesFile {

    private PropertiesFile() {}

    /** Adds what stands in the file to {@code given}, in its order, and what is wrong with it to {@code problems}. */
    static void read(Path file, List<Given> given, List<Problem> problems) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            problems.add(new Problem(
                    file.toString(),
                    0,
                    "",
                    "cannot be read as a properties file (" + e + "); give a file of key=value lines in UTF-8"));
            return;
        }
        for (int first = 0; first < lines.size(); first++) {
            int last = endOfLogicalLine(lines, first);
            read(file, first + 1, String.join("\n", lines.subList(first, last + 1)), given, problems);
            first = last;
        }
    }

    /** One key with its value: what they are is left to {@link Properties}, which knows escapes and continuations. */
    private static void read(Path file, int line, String text, List<Given> given, List<Problem> problems) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(new Problem(
                    file.toString(), line, "", "is no key=value line (" + e.getMessage() + "); write \\\\ for a \\"));
            return;
        }
        properties
                .stringPropertyNames()
                .forEach(name -> given.add(new Given(name, properties.getProperty(name), file.toString(), line, name)));
    }

    private static int endOfLogicalLine(List<String> lines, int first) {
        String begin = lines.get(first).stripLeading();
        if (begin.isEmpty() || begin.startsWith("#") || begin.startsWith("!")) {
            return first;
        }
        int last = first;
        while (last + 1 < lines.size() && isContinued(lines.get(last))) {
            last++;
        }
        return last;
    }

    private static boolean isContinued(String line) {
        int backslashes = 0;
        for (int at = line.length() - 1; at >= 0 && line.charAt(at) == '\\'; at--) {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}

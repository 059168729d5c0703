package io.plumbline.app;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The property of {@link FinalRecordsIT} bites: five faults put into the core's own source, one at a time, are each caught by
 * it. A mutant is compiled from the source with one text replaced and runs in a class loader of its own.
 */
class MutantsTest {

    @TempDir
    Path directory;

    @Test
    void theUnchangedCoreIsNotCaught() throws Exception {
        assertFalse(caught("monitor/SubjectState.java", "boolean overflowed) {", "boolean overflowed) {"));
    }

    @Test
    void aCoreThatIgnoresEventTimeIsCaught() throws Exception {
        assertTrue(caught("facts/Held.java", "held.event.header().occurredAt()", "held.ingestedAt()"));
    }

    @Test
    void aCoreThatSkipsOneFoldIsCaught() throws Exception {
        assertTrue(caught(
                "monitor/SubjectState.java",
                "int place = Collections.binarySearch(more, news);",
                "if (more.size() == 6) { return this; } int place = Collections.binarySearch(more, news);"));
    }

    @Test
    void aCoreThatDropsTheAnchorOfAnExceptionIsCaught() throws Exception {
        assertTrue(caught("exceptions/ExceptionId.java", "deviation.anchor());", "\"\");"));
    }

    @Test
    void aCoreThatDoesNotJudgeAnewWhereGapsChangeIsCaught() throws Exception {
        assertTrue(caught(
                "monitor/PartitionClock.java",
                "Gaps.earliestChange(settled.gapsOf(source), further.gapsOf(source))",
                "Gaps.earliestChange(java.util.List.of(), java.util.List.of())"));
    }

    @Test
    void aCoreThatRemembersTheFirstSpanAskedOfASourceInsteadOfTheLastIsCaught() throws Exception {
        assertTrue(caught("control/Completeness.java", "return a.isAfter(b) ? a : b;", "return a;"));
    }

    /** Whether the property fails on the core with that text replaced. */
    private boolean caught(String file, String text, String by) throws Exception {
        Path classes = compile(file, text, by);
        URL[] path = {
            classes.toUri().toURL(),
            Path.of("target/classes").toUri().toURL(),
            Path.of("target/test-classes").toUri().toURL()
        };
        try (ProductFirst loader = new ProductFirst(path, getClass().getClassLoader())) {
            Class<?> probe = loader.loadClass("io.plumbline.app.MutantProbe");
            return (Boolean) ((Callable<?>) probe.getDeclaredConstructor().newInstance()).call();
        }
    }

    private Path compile(String file, String text, String by) throws IOException {
        Path source = Path.of("src/main/java/io/plumbline").resolve(file);
        String original = Files.readString(source);
        assertTrue(original.contains(text), file + " no longer contains '" + text + "': bring the mutant up to date");
        Path mutant = directory.resolve("src").resolve(source.getFileName());
        Files.createDirectories(mutant.getParent());
        Files.writeString(mutant, original.replace(text, by));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    new ArrayList<>(List.of("--release", "17", "-d", classes.toString(), "-cp", "target/classes"));
            boolean compiled = compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(mutant))
                    .call();
            assertTrue(compiled, "the mutant of " + file + " does not compile");
        }
        return classes;
    }

    /** Loads the product's own classes from its path before it asks its parent. */
    private static final class ProductFirst extends URLClassLoader {

        ProductFirst(URL[] path, ClassLoader parent) {
            super(path, parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null && name.startsWith("io.plumbline.")) {
                    loaded = findClass(name);
                }
                return loaded != null ? loaded : super.loadClass(name, resolve);
            }
        }

        @Override
        public URL getResource(String name) {
            URL own = findResource(name);
            return own != null ? own : super.getResource(name);
        }
    }
}

package io.plumbline.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The house plan as rules: who may import whom, and what the core may not know. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.plumbline");

    private static final List<String> CORE =
            List.of("event", "facts", "catalogue", "control", "exceptions", "evidence", "monitor");

    /** What each package may import of the product, besides itself. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("event", List.of()),
            Map.entry("facts", List.of("event")),
            Map.entry("catalogue", List.of("event", "facts")),
            Map.entry("control", List.of("event", "facts", "catalogue")),
            Map.entry("exceptions", List.of("event", "facts", "catalogue", "control")),
            Map.entry("evidence", List.of("event", "facts", "catalogue", "control", "exceptions")),
            Map.entry("monitor", List.of("event", "facts", "catalogue", "control", "exceptions", "evidence")),
            Map.entry("json", CORE),
            Map.entry("avro", CORE),
            Map.entry("yaml", with(CORE, "json")),
            Map.entry("kafka", with(CORE, "avro")),
            Map.entry("sources", with(CORE, "json")),
            Map.entry("config", with(CORE, "json", "avro", "kafka")),
            Map.entry("http", List.of()),
            Map.entry("metrics", with(CORE, "avro", "kafka")),
            Map.entry("cli", with(CORE, "json", "yaml", "sources", "config")));

    @TestFactory
    Stream<DynamicTest> aPackageImportsOnlyWhatThePlanAllows() {
        return MAY_IMPORT.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    List<String> allowed = with(entry.getValue(), entry.getKey());
                    String[] packages =
                            allowed.stream().map(ArchitectureTest::tree).toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(tree(entry.getKey()))
                            .should()
                            .dependOnClassesThat(
                                    resideInAnyPackage("io.plumbline..").and(resideOutsideOfPackages(packages)))
                            .check(CLASSES);
                }));
    }

    @TestFactory
    Stream<DynamicTest> theCoreKnowsTheJdkOnly() {
        return CORE.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> noClasses()
                        .that()
                        .resideInAPackage(tree(name))
                        .should()
                        .dependOnClassesThat()
                        .resideOutsideOfPackages("io.plumbline..", "java..")
                        .check(CLASSES)));
    }

    @TestFactory
    Stream<DynamicTest> theCoreDoesNoInputOrOutput() {
        return CORE.stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> noClasses()
                        .that()
                        .resideInAPackage(tree(name))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..", "java.sql..")
                        .check(CLASSES)));
    }

    @Test
    void onlyTheShellAroundTheProcessAsksForTheTime() {
        noClasses()
                .that()
                .resideOutsideOfPackages(tree("app"), tree("kafka"))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(CLASSES);
    }

    @Test
    void onlyTheCompositionRootReadsTheEnvironment() {
        noClasses()
                .that()
                .resideOutsideOfPackage(tree("app"))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(CLASSES);
    }

    @Test
    void controlFamiliesDoNotImportOneAnother() {
        slices().matching("io.plumbline.control.(*)..")
                .should()
                .notDependOnEachOther()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void adaptersDoNotImportOneAnother() {
        slices().matching("io.plumbline.sources.(*)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.plumbline.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noPackageIsNamedAfterNothing() {
        ArchRule rule = noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..manager..",
                        "..helper..",
                        "..impl..",
                        "..dto..",
                        "..service..");
        rule.check(CLASSES);
    }

    private static String tree(String name) {
        return "io.plumbline." + name + "..";
    }

    private static List<String> with(List<String> names, String... more) {
        return Stream.concat(names.stream(), Stream.of(more)).toList();
    }
}

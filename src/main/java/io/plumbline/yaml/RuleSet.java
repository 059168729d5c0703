package io.plumbline.yaml;

import io.plumbline.event.ActivityLevel;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.FunctionDefined;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.RuleStep;
import io.plumbline.event.Severity;
import io.plumbline.event.Slot;
import io.plumbline.event.SodRuleType;
import io.plumbline.event.Stage;
import io.plumbline.json.Document;
import io.plumbline.json.Problem;
import io.plumbline.json.Problems;
import io.plumbline.json.Reading;
import io.plumbline.json.RecordReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A set of segregation-of-duties rules as a file: functions, what gives them in known applications, and the rules between them.
 *
 * <p>It is no reference data by itself: it names no system and no date. {@link #functions}, {@link #mappings} and {@link #rules}
 * make reference data of it.
 *
 * @param version of the set; every rule carries it
 * @param postingFunctions functions that post to the books; {@value #ANY_POSTING} in a rule stands for all of them
 * @param displayCodes codes that only show something, by application; they give no function
 */
public record RuleSet(
        String name,
        String version,
        List<String> postingFunctions,
        SortedMap<String, List<String>> displayCodes,
        List<Function> functions,
        List<Rule> rules) {

    /** In a rule: any of the functions that post. */
    public static final String ANY_POSTING = "ANY_POSTING";

    /** Processes that touch no books. */
    private static final Set<String> IT = Set.of("IT", "NHI", "CLOUD");

    /**
     * A function.
     *
     * @param level what its codes let their holders do with it
     * @param codes what gives it, by application
     */
    public record Function(
            String id, String name, String process, ActivityLevel level, SortedMap<String, List<String>> codes) {
        public Function {
            codes = Collections.unmodifiableSortedMap(new TreeMap<>(codes));
        }
    }

    /** A rule, with the fields of {@link SodRulePublished} that belong to no company in particular. */
    public record Rule(
            String id,
            SodRuleType type,
            String title,
            String process,
            Severity severity,
            List<Slot> slots,
            Optional<Integer> minimumFilled,
            List<RuleStep> steps,
            List<String> objectTypes,
            Optional<Duration> window,
            boolean nhiOnly,
            Optional<String> evaluatedBy,
            List<String> regimes,
            List<String> assertions,
            Optional<String> mitigation) {

        private Stream<String> named() {
            return Stream.concat(
                    slots.stream().flatMap(slot -> slot.anyOf().stream()),
                    steps.stream().flatMap(step -> step.anyOf().stream()));
        }
    }

    public RuleSet {
        displayCodes = Collections.unmodifiableSortedMap(new TreeMap<>(displayCodes));
    }

    /** The sets that come with the product, by name. */
    public static final List<String> NAMES = List.of("base", "aws-escalation");

    /**
     * A set that comes with the product.
     *
     * @param name one of {@link #NAMES}
     */
    public static RuleSet ofProduct(String name) {
        return read(FileTree.ofProduct(), "rulesets/" + name + "/ruleset.yaml").orElseThrow();
    }

    /** Reads and checks a set. */
    public static Reading<RuleSet> read(FileTree files, String path) {
        Optional<String> text = files.read(path);
        if (text.isEmpty()) {
            return new Reading<>(Optional.empty(), List.of(new Problem(path, 0, "", "is missing; add the file")));
        }
        Document document = YamlDocument.parse(path, text.get());
        Problems problems = document.problems();
        Optional<RuleSet> set = RecordReader.isObject(document.root(), "", problems)
                ? RecordReader.YAML.read(document.root(), RuleSet.class, "", problems)
                : Optional.empty();
        set.ifPresent(read -> read.check(problems));
        return new Reading<>(problems.count() == 0 ? set : Optional.empty(), problems.all());
    }

    private void check(Problems problems) {
        Set<String> known = new TreeSet<>();
        for (int i = 0; i < functions.size(); i++) {
            if (!known.add(functions.get(i).id())) {
                problems.add(
                        Problems.item("functions", i), "'" + functions.get(i).id() + "' stands twice; keep one");
            }
        }
        for (int i = 0; i < postingFunctions.size(); i++) {
            if (!known.contains(postingFunctions.get(i))) {
                problems.add(
                        Problems.item("postingFunctions", i),
                        "'" + postingFunctions.get(i) + "' is no function of the set; define it");
            }
        }
        Set<String> ids = new TreeSet<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            String path = Problems.item("rules", i);
            if (!ids.add(rule.id())) {
                problems.add(path, "'" + rule.id() + "' stands twice; keep one");
            }
            rule.named()
                    .filter(function -> !function.equals(ANY_POSTING) && !known.contains(function))
                    .forEach(function -> problems.add(
                            path, rule.id() + " names '" + function + "', which is no function of the set"));
        }
    }

    /** Applications the set knows codes of. */
    public Set<String> applications() {
        Set<String> applications = new TreeSet<>();
        functions.forEach(function -> applications.addAll(function.codes().keySet()));
        return applications;
    }

    /** All functions, known from {@code from} on. */
    public List<ReferenceEvent> functions(Instant from) {
        return functions.stream()
                .<ReferenceEvent>map(function -> new FunctionDefined(
                        header("function/" + function.id(), from),
                        function.id(),
                        from,
                        function.name(),
                        function.process()))
                .toList();
    }

    /**
     * What the codes of an application give in a system; codes that only show something are known, and give nothing.
     *
     * @throws IllegalArgumentException where the set does not know the application
     */
    public List<ReferenceEvent> mappings(String systemId, String application, Instant from) {
        if (!applications().contains(application)) {
            throw new IllegalArgumentException("the set " + name + " knows no codes of '" + application + "'; it knows "
                    + String.join(", ", applications()));
        }
        SortedMap<String, List<Function>> byCode = new TreeMap<>();
        for (Function function : functions) {
            function.codes().getOrDefault(application, List.of()).forEach(code -> byCode.computeIfAbsent(
                            code, key -> new ArrayList<>())
                    .add(function));
        }
        displayCodes.getOrDefault(application, List.of()).forEach(code -> byCode.put(code, List.of()));
        List<ReferenceEvent> mappings = new ArrayList<>();
        byCode.forEach((code, gives) -> mappings.add(new EntitlementMapped(
                header("entitlement/" + systemId + "/" + code, from),
                systemId,
                code,
                from,
                gives.stream()
                        .map(function -> new FunctionUse(function.id(), function.level()))
                        .toList(),
                gives.stream().anyMatch(function -> function.level() == ActivityLevel.ADMIN),
                Optional.empty(),
                gives.stream().anyMatch(function -> !IT.contains(function.process())),
                List.of(),
                List.of(),
                Optional.empty())));
        return mappings;
    }

    /** All rules, in force from {@code from} on. */
    public List<ReferenceEvent> rules(Instant from, Optional<Stage> stage) {
        return rules.stream()
                .<ReferenceEvent>map(rule -> new SodRulePublished(
                        header("rule/" + rule.id(), from),
                        rule.id(),
                        version,
                        from,
                        rule.title(),
                        rule.slots().stream()
                                .map(slot -> new Slot(expanded(slot.anyOf())))
                                .toList(),
                        rule.severity(),
                        Optional.of(rule.process()),
                        stage,
                        rule.type(),
                        rule.minimumFilled(),
                        rule.steps().stream()
                                .map(step -> new RuleStep(expanded(step.anyOf()), step.actor(), step.effect()))
                                .toList(),
                        rule.objectTypes(),
                        rule.window(),
                        rule.nhiOnly(),
                        rule.regimes(),
                        rule.assertions(),
                        rule.mitigation(),
                        rule.evaluatedBy()))
                .toList();
    }

    private List<String> expanded(List<String> named) {
        return named.stream()
                .flatMap(function -> function.equals(ANY_POSTING) ? postingFunctions.stream() : Stream.of(function))
                .distinct()
                .toList();
    }

    private Header header(String entry, Instant from) {
        return Header.of("ruleset/" + name, entry + "@" + version, from);
    }
}

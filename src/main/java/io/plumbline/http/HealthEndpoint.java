package io.plumbline.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A probe in the convention of Kubernetes: 200 where every check passes, else 503. The body names the checks that fail, and with
 * the parameter {@code verbose} all of them.
 */
public final class HealthEndpoint implements Endpoint {

    private final Supplier<List<Check>> checks;

    public HealthEndpoint(Supplier<List<Check>> checks) {
        this.checks = checks;
    }

    @Override
    public Reply get(Asked asked) {
        List<Check> all = checks.get();
        boolean passes = all.stream().allMatch(Check::passes);
        boolean verbose = asked.parameters().contains("verbose");
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("status", passes ? "UP" : "DOWN");
        document.put(
                "checks",
                all.stream()
                        .filter(check -> verbose || !check.passes())
                        .map(HealthEndpoint::document)
                        .toList());
        return Reply.json(passes ? 200 : 503, document);
    }

    private static Map<String, Object> document(Check check) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", check.name());
        document.put("status", check.passes() ? "UP" : "DOWN");
        document.put("detail", check.says());
        return document;
    }
}

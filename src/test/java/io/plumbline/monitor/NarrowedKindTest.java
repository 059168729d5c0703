package io.plumbline.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.plumbline.catalogue.Assertion;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Control;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Reference;
import io.plumbline.event.AccessEvents;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.Severity;
import io.plumbline.evidence.AssertionRecord;
import io.plumbline.exceptions.ExceptionRecord;
import io.plumbline.exceptions.ExceptionStatus;
import io.plumbline.facts.IdentityFacts;
import io.plumbline.monitor.LogRecord.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A kind of deviation for one regime is none for the other, which hears that nothing of its own deviated. */
class NarrowedKindTest {

    private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    @Test
    void theOtherRegimeHasNeitherAStatusNorADeviation() {
        Backtest history = history("FOR_SOX");
        ExceptionRecord only = history.exceptions().values().iterator().next();
        assertEquals(Map.of("SOX", ExceptionStatus.OPEN), only.assertions());
        assertEquals(
                Map.of(
                        Regime.SOX, "DEVIATED FOR_SOX",
                        Regime.SOC, "NOT_APPLICABLE DEVIATED_FOR_ANOTHER_REGIME_ONLY"),
                said(history));
    }

    @Test
    void aDeviationForBothBesideItIsHeardByBoth() {
        Backtest history = history("FOR_SOX", "FOR_BOTH");
        assertEquals(
                Set.of(Set.of("SOX"), Set.of("SOC", "SOX")),
                history.exceptions().values().stream()
                        .map(record -> record.assertions().keySet())
                        .collect(Collectors.toSet()));
        assertEquals(Map.of(Regime.SOX, "DEVIATED FOR_SOX", Regime.SOC, "DEVIATED FOR_SOX"), said(history));
        Map<Regime, Integer> exceptions = history.assertions().stream()
                .collect(Collectors.toMap(
                        AssertionRecord::regime, record -> record.exceptionIds().size()));
        assertEquals(Map.of(Regime.SOX, 2, Regime.SOC, 1), exceptions);
    }

    private static Map<Regime, String> said(Backtest history) {
        return history.assertions().stream()
                .collect(Collectors.toMap(AssertionRecord::regime, record -> record.verdict() + " " + record.verdictReason()));
    }

    private static Backtest history(String... kinds) {
        Backtest history = new Backtest(
                new ControlLibrary(List.of(new Deviating(List.of(kinds))), List.of(definition())),
                MonitorSettings.DEFAULTS,
                Mode.LIVE);
        history.publish(CompanyReference.inForce());
        history.accept(
                AccessEvents.granted(Header.of("erp", "g-1", START), "g-1", Principal.identity("p-1"), "erp", "LEDGER")
                        .build());
        return history;
    }

    private record Deviating(List<String> kinds) implements Control<IdentityFacts> {

        @Override
        public String id() {
            return "TST-01";
        }

        @Override
        public Class<IdentityFacts> population() {
            return IdentityFacts.class;
        }

        @Override
        public List<Judgement> evaluate(IdentityFacts facts, Reference reference) {
            if (facts.grants().isEmpty()) {
                return List.of();
            }
            return List.of(Judgement.deviated(
                    "all",
                    "erp",
                    START,
                    kinds.stream()
                            .map(kind -> Deviation.lasting(kind, kind, "g-1", START, Severity.HIGH))
                            .toList()));
        }
    }

    private static ControlDefinition definition() {
        Function<Regime, Assertion> claim = regime -> new Assertion(
                "objective to " + regime,
                List.of(),
                "re-performance",
                List.of(),
                new Assertion.ControlOwners("c", "b", "s", "r"));
        return new ControlDefinition(
                "TST-01",
                "Nothing deviates",
                "1.0.0",
                "test",
                "look",
                new TreeMap<>(Map.of(Regime.SOC, claim.apply(Regime.SOC), Regime.SOX, claim.apply(Regime.SOX))),
                List.of(
                        new DeviationKind("FOR_SOX", Nature.ACT, List.of("FOR_SOX"), Set.of(), Set.of(Regime.SOX)),
                        new DeviationKind("FOR_BOTH", Nature.ACT, List.of("FOR_BOTH"), Set.of(), Set.of())),
                List.of(),
                new TreeMap<>(),
                "",
                List.of(),
                new TreeMap<>());
    }
}

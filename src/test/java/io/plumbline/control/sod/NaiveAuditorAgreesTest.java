package io.plumbline.control.sod;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.ParameterDefinition;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.Reference;
import io.plumbline.control.Watermarks;
import io.plumbline.event.Event;
import io.plumbline.event.Subject;
import io.plumbline.facts.Held;
import io.plumbline.facts.IdentityFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The control and a naive second opinion find the same conflicts, with the same times, in companies made up by chance. */
class NaiveAuditorAgreesTest {

    private static final int COMPANIES = 2_000;

    private static final ControlDefinition DEFINITION = new ControlDefinition(
            "SOD-01",
            "",
            "1",
            "",
            "",
            new TreeMap<>(),
            List.of(),
            List.of(duration("min_overlap", "PT0S"), duration("exercised_lookback", "P90D")),
            new TreeMap<>(),
            "",
            List.of(),
            new TreeMap<>());

    @Test
    void inCompaniesOfFixedSeeds() {
        int inConflict = 0;
        int open = 0;
        for (long seed = 1; seed <= COMPANIES; seed++) {
            RandomCompany company = new RandomCompany(seed);
            Opinion opinion = agreed(seed, company);
            inConflict += opinion.conflicts().isEmpty() ? 0 : 1;
            open += opinion.unknown().isEmpty() ? 0 : 1;
        }
        assertTrue(
                inConflict > COMPANIES / 5 && open > COMPANIES / 20,
                "too little was tried: " + inConflict + " in conflict, " + open + " with something unknown");
    }

    @Test
    void inCompaniesNobodyHasSeenBefore() {
        long seed = new Random().nextLong();
        for (int i = 0; i < COMPANIES / 4; i++) {
            agreed(seed + i, new RandomCompany(seed + i));
        }
    }

    private record Opinion(Set<String> conflicts, Set<String> unknown) {}

    private static Opinion agreed(long seed, RandomCompany company) {
        Catalogue catalogue = Catalogue.of(1, company.reference);
        IdentityFacts facts = IdentityFacts.of(
                Subject.identity("p-1"),
                company.events.stream()
                        .map(event -> new Held(event, event.header().occurredAt()))
                        .sorted()
                        .map(Held::event)
                        .toList());
        NaiveAuditor auditor = new NaiveAuditor(company);
        Opinion opinion = new Opinion(auditor.conflicts(), auditor.unknown());
        assertEquals(
                opinion,
                new Opinion(conflicts(facts, catalogue), unknown(facts, catalogue)),
                () -> told(seed, company));
        return opinion;
    }

    private static String told(long seed, RandomCompany company) {
        return "seed " + seed + "\n"
                + Stream.<Event>concat(company.reference.stream(), company.events.stream())
                        .map(Object::toString)
                        .collect(Collectors.joining("\n"));
    }

    private static Set<String> conflicts(IdentityFacts facts, Catalogue catalogue) {
        Reference reference = new Reference(
                DEFINITION,
                catalogue,
                new Watermarks(new TreeMap<>(Map.of("erp", Instant.parse("2030-01-01T00:00:00Z"))), new TreeMap<>()));
        return new ConflictingFunctionsSeparated()
                .evaluate(facts, reference).stream()
                        .flatMap(judgement -> judgement.deviations().stream())
                        .map(deviation -> deviation.rule().orElseThrow() + " " + deviation.since() + ".."
                                + deviation.until().map(Instant::toString).orElse(""))
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> unknown(IdentityFacts facts, Catalogue catalogue) {
        Set<String> unknown = new TreeSet<>();
        for (EffectiveAccess.Unknown gap : EffectiveAccess.of(facts, catalogue).unknown()) {
            NaiveAuditor.halfDays().stream()
                    .filter(gap.span()::contains)
                    .forEach(at -> unknown.add(gap.grant().key() + " " + at));
        }
        return unknown;
    }

    private static ParameterDefinition duration(String name, String value) {
        return new ParameterDefinition(
                name, ParameterDefinition.Type.DURATION, value, Optional.empty(), Optional.empty(), "", "");
    }
}

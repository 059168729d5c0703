package io.plumbline.control.sod;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.DeviationKind;
import io.plumbline.catalogue.Nature;
import io.plumbline.control.Control;
import io.plumbline.control.Coverage;
import io.plumbline.control.Coverage.Target;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import io.plumbline.control.Parties;
import io.plumbline.control.Reference;
import io.plumbline.control.Verdict;
import io.plumbline.event.ExemptionKind;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.facts.IdentityFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** SOD-07: mitigating controls and waivers of conflicts are in date, performed and independent. */
public final class ExemptionsUpheld implements Control<IdentityFacts> {

    /** The controls of this family whose findings exemptions may cover, each asked with its own parameters. */
    private static final List<Control<IdentityFacts>> ENGINES =
            List.of(new ConflictingFunctionsSeparated(), new UnionOfAccessSeparated(), new TemporaryAccessSeparated());

    private static final Set<ExemptionKind> KINDS =
            Set.of(ExemptionKind.WAIVER, ExemptionKind.MITIGATION, ExemptionKind.STRAIGHT_THROUGH);

    @Override
    public String id() {
        return Coverage.CONTROL;
    }

    @Override
    public Class<IdentityFacts> population() {
        return IdentityFacts.class;
    }

    /** Takes every exemption that names the identity or nobody, and holds it against the conflicts the identity had or has. */
    @Override
    public List<Judgement> evaluate(IdentityFacts identity, Reference reference) {
        List<Judgement> judgements = new ArrayList<>();
        for (Control<IdentityFacts> engine : ENGINES) {
            Map<String, List<Dated<ExemptionGranted>>> exemptions =
                    exemptions(engine.id(), identity, reference.catalogue());
            if (!exemptions.isEmpty()) {
                reference
                        .of(engine.id())
                        .ifPresent(asked -> judgements.addAll(judge(engine, asked, exemptions, identity, reference)));
            }
        }
        return judgements;
    }

    /**
     * Versions by exemption; an identity without access, of its own or through machine identities, has nothing that an exemption for
     * nobody by name could be about.
     */
    private static Map<String, List<Dated<ExemptionGranted>>> exemptions(
            String controlId, IdentityFacts identity, Catalogue catalogue) {
        return catalogue.exemptions(controlId, identity.subject().key()).stream()
                .filter(dated -> KINDS.contains(dated.value().exemptionKind()))
                .filter(dated -> dated.value().subjectKey().isPresent() || mayConflict(identity))
                .collect(
                        Collectors.groupingBy(dated -> dated.value().exemptionId(), TreeMap::new, Collectors.toList()));
    }

    private static boolean mayConflict(IdentityFacts identity) {
        return !identity.grants().isEmpty()
                || !identity.elevations().isEmpty()
                || !identity.knownSecrets().isEmpty()
                || !identity.machines().isEmpty()
                || !identity.sponsored().isEmpty();
    }

    private static List<Judgement> judge(
            Control<IdentityFacts> engine,
            Reference asked,
            Map<String, List<Dated<ExemptionGranted>>> exemptions,
            IdentityFacts identity,
            Reference reference) {
        List<Judgement> found = engine.evaluate(identity, asked);
        List<Target> conflicts = found.stream()
                .flatMap(judgement -> judgement.deviations().stream()
                        .filter(deviation -> !deviation.flags().contains(Deviation.SHADOW))
                        .map(deviation -> new Target(engine.id(), judgement.systemId(), deviation)))
                .toList();
        Set<String> acts = asked.definition().kinds().stream()
                .filter(kind -> kind.nature() == Nature.ACT)
                .map(DeviationKind::name)
                .collect(Collectors.toSet());
        List<Judgement> undecided = found.stream()
                .filter(judgement ->
                        judgement.verdict() == Verdict.PENDING || judgement.verdict() == Verdict.INDETERMINATE)
                .toList();
        Coverage coverage = new Coverage(
                reference.catalogue(),
                reference.completeness(),
                identity.subject(),
                Parties.of(identity),
                Optional.of(reference.definition()));
        return exemptions.values().stream()
                .map(versions -> new ExemptionCase(versions, conflicts, acts, undecided, coverage, reference).judge())
                .flatMap(Optional::stream)
                .map(judgement -> judgement.waitingFor(coverage.deadlines()))
                .toList();
    }
}

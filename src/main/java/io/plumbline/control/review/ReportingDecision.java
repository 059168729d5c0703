package io.plumbline.control.review;

import io.plumbline.catalogue.AccessReviews;
import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.Dated;
import io.plumbline.catalogue.Persons;
import io.plumbline.catalogue.RoleTimes;
import io.plumbline.control.EffectiveAccess;
import io.plumbline.control.FunctionConflicts;
import io.plumbline.control.HolderType;
import io.plumbline.control.Names;
import io.plumbline.control.Parameters;
import io.plumbline.control.Reference;
import io.plumbline.event.EventId;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.ReferenceEvent.CampaignOpened;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent.ItemDecided;
import io.plumbline.event.ReviewEvent.ItemRisk;
import io.plumbline.facts.Grant;
import io.plumbline.facts.IdentityFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a decision to keep access of one holder lacks to answer for financial reporting, everything as of the instant of the
 * decision: the map of functions, owners, delegations, what was held and which rules were in force.
 */
final class ReportingDecision {

    /** Codes of what can be lacking, what weighs most first. */
    static final List<String> GRAVEST_FIRST = List.of(
            "CONFLICT_WITHOUT_MITIGATION",
            "NO_SOD_RESULT",
            "UNMAPPED_FUNCTION",
            "NO_BUSINESS_OWNER",
            "SOC_ASSERTION_ONLY",
            "NO_RATIONALE");

    /** Where the regimes of a review are not stated, it is meant for both. */
    private static final String SOX = "SOX";

    private final IdentityFacts identity;
    private final Reference reference;
    private final Catalogue catalogue;
    private final EffectiveAccess access;
    private final FunctionConflicts conflicts;
    private final Map<EventId, List<String>> lacking = new HashMap<>();

    ReportingDecision(IdentityFacts identity, Reference reference) {
        this.identity = identity;
        this.reference = reference;
        this.catalogue = reference.catalogue();
        this.access = EffectiveAccess.of(identity, catalogue);
        this.conflicts = new FunctionConflicts(access, catalogue);
    }

    /** Whether the system was in scope of SOX when it was decided. */
    static boolean isInScope(ItemDecided item, Catalogue catalogue) {
        return catalogue
                .system(item.systemId(), item.header().occurredAt())
                .filter(SystemRegistered::soxInScope)
                .isPresent();
    }

    /** Codes of what it lacks, what weighs most first; empty where it lacks nothing. */
    List<String> lacks(ItemDecided item) {
        return lacking.computeIfAbsent(item.id(), id -> whatLacks(item));
    }

    private List<String> whatLacks(ItemDecided item) {
        boolean conflict = isShown(item) || isInConflict(item);
        boolean reasoned = item.rationale().filter(why -> !why.isBlank()).isPresent();
        boolean mitigated = item.mitigationRef().filter(ref -> !ref.isBlank()).isPresent();
        List<String> lacks = new ArrayList<>();
        add(lacks, "CONFLICT_WITHOUT_MITIGATION", conflict && !(mitigated && reasoned));
        add(lacks, "NO_SOD_RESULT", !hasResult(item));
        add(lacks, "UNMAPPED_FUNCTION", !isMapped(item));
        add(lacks, "NO_BUSINESS_OWNER", !isByBusiness(item) || isMachineOfNobody(item));
        add(lacks, "SOC_ASSERTION_ONLY", isForOthers(item));
        add(lacks, "NO_RATIONALE", !reasoned);
        return List.copyOf(lacks);
    }

    private static void add(List<String> lacks, String code, boolean lacking) {
        if (lacking) {
            lacks.add(code);
        }
    }

    /** Whether nobody knows which regimes it answers: neither it nor a review that is on record says. */
    boolean isOfUnknownReview(ItemDecided item) {
        return item.regimes().isEmpty() && review(item).isEmpty();
    }

    /** Whether the reviewer was shown a conflict. */
    static boolean isShown(ItemDecided item) {
        return item.risks().contains(ItemRisk.CONFLICT);
    }

    /** What it was decided on, for evidence. */
    Map<String, String> details(ItemDecided item) {
        Map<String, String> details = new TreeMap<>();
        details.put("lacking", String.join(", ", lacks(item)));
        details.put("business_owner_decision", String.valueOf(isByBusiness(item)));
        details.put("conflict", String.valueOf(isShown(item) || isInConflict(item)));
        item.sodResultAt().ifPresent(at -> details.put("sod_result_at", at.toString()));
        item.mitigationRef().ifPresent(ref -> details.put("mitigation_ref", ref));
        item.rationale().ifPresent(why -> details.put("rationale", why));
        String functions = Names.atMost(50, functions(item));
        if (!functions.isEmpty()) {
            details.put("function_ids", functions);
        }
        return details;
    }

    /** Whether what was granted under its name, or gave it through a role, took part in a conflict. */
    private boolean isInConflict(ItemDecided item) {
        Instant at = item.header().occurredAt();
        Stream<Grant> through = access.paths().stream()
                .filter(path -> path.systemId().equals(item.systemId())
                        && path.entitlement().equals(item.entitlement()))
                .filter(path -> path.usable().contains(at))
                .map(EffectiveAccess.Path::grant);
        Stream<Grant> named = identity.grants().stream()
                .filter(grant -> grant.systemId().equals(item.systemId())
                        && grant.entitlement().equals(item.entitlement()))
                .filter(grant -> grant.held().contains(at));
        return Stream.concat(through, named)
                .distinct()
                .anyMatch(grant -> conflicts.of(grant).contains(at));
    }

    private boolean hasResult(ItemDecided item) {
        Instant at = item.header().occurredAt();
        Parameters parameters = reference.parameters(at);
        Duration age = parameters.duration("sod_result_age");
        return item.sodResultAt()
                .filter(result -> !result.isAfter(at) && !result.isBefore(at.minus(age)))
                .isPresent();
    }

    /** Whether the register says which functions it gives, of a role for all that is in it; that it gives none is known too. */
    private boolean isMapped(ItemDecided item) {
        Instant at = item.header().occurredAt();
        Optional<RoleTimes> role = catalogue
                .roleTimes(item.systemId(), item.entitlement())
                .filter(times -> !times.knownFrom().isAfter(at));
        boolean complete = role.filter(times ->
                        times.gaps().stream().noneMatch(gap -> gap.inForce().contains(at)))
                .isPresent();
        return mapping(item.systemId(), item.entitlement(), at).isPresent()
                ? role.isEmpty() || complete
                : complete
                        && given(item, at).allMatch(entitlement -> mapping(item.systemId(), entitlement, at)
                                .isPresent());
    }

    private Stream<String> functions(ItemDecided item) {
        Instant at = item.header().occurredAt();
        return Stream.concat(Stream.of(item.entitlement()), given(item, at))
                .flatMap(entitlement -> mapping(item.systemId(), entitlement, at).stream())
                .flatMap(mapping -> mapping.functions().stream().map(FunctionUse::functionId));
    }

    private Stream<String> given(ItemDecided item, Instant at) {
        return catalogue.roleTimes(item.systemId(), item.entitlement()).stream()
                .flatMap(times -> times.given().stream())
                .filter(given -> given.inForce().contains(at))
                .map(given -> given.value().entitlement());
    }

    private Optional<EntitlementMapped> mapping(String systemId, String entitlement, Instant at) {
        return catalogue.mapping(systemId, entitlement).stream()
                .filter(mapping -> mapping.inForce().contains(at))
                .map(Dated::value)
                .findFirst();
    }

    /** Whether the owner of the business, or of the entitlement, decided, or a delegate of one. */
    private boolean isByBusiness(ItemDecided item) {
        Instant at = item.header().occurredAt();
        Set<String> owners = new TreeSet<>();
        mapping(item.systemId(), item.entitlement(), at)
                .flatMap(EntitlementMapped::ownerId)
                .ifPresent(owners::add);
        catalogue
                .system(item.systemId(), at)
                .flatMap(system -> system.owners().businessOwner())
                .ifPresent(owners::add);
        return owners.stream()
                .flatMap(owner ->
                        Stream.concat(Stream.of(owner), catalogue.delegates(owner, item.systemId(), at).stream()))
                .anyMatch(id -> isSame(id, item.reviewerId()));
    }

    private boolean isSame(String one, String other) {
        return identity.isSamePerson(one, other) || Persons.of(catalogue).isSame(one, other);
    }

    private boolean isMachineOfNobody(ItemDecided item) {
        Instant at = item.header().occurredAt();
        return HolderType.of(identity).isMachine()
                && identity.ownerships().stream()
                        .filter(ownership -> ownership.inForce().contains(at))
                        .allMatch(
                                ownership -> ownership.stated().businessOwners().isEmpty());
    }

    private boolean isForOthers(ItemDecided item) {
        List<String> regimes = item.regimes().isEmpty()
                ? review(item).map(CampaignOpened::regimes).orElse(List.of())
                : item.regimes();
        return !regimes.isEmpty() && !regimes.contains(SOX);
    }

    private Optional<CampaignOpened> review(ItemDecided item) {
        return AccessReviews.of(catalogue).opened(item.campaignId());
    }
}

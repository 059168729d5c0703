package io.plumbline.monitor;

import io.plumbline.event.ActivityLevel;
import io.plumbline.event.Feed;
import io.plumbline.event.FunctionUse;
import io.plumbline.event.Header;
import io.plumbline.event.Owners;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.RuleEvents;
import io.plumbline.event.Severity;
import io.plumbline.event.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The reference data of the company whose {@linkplain RandomHistory history} is drawn. */
final class CompanyReference {

    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");
    private static final String ERP = "erp";

    private CompanyReference() {}

    /** Reference data in force from the start. */
    static List<ReferenceEvent> inForce() {
        List<ReferenceEvent> reference = new ArrayList<>();
        reference.add(erp(ALWAYS, 0, true, true));
        reference.add(source("hr", Feed.IDENTITY));
        reference.add(source("erp", Feed.ACCOUNTS, Feed.GRANTS, Feed.CREDENTIALS, Feed.ACTIVITY));
        reference.add(source("iga", Feed.ACCESS_APPROVALS, Feed.ACCESS_REVIEWS));
        reference.add(source("pam", Feed.SESSIONS, Feed.ELEVATIONS, Feed.ATTRIBUTIONS, Feed.BREAKGLASS_REVIEWS));
        reference.add(source("itsm", Feed.CHANGES, Feed.CHANGE_ASSESSMENTS, Feed.IMPLEMENTATIONS));
        reference.add(RandomExemptions.source());
        reference.add(mapped("VENDOR", "F-VENDOR"));
        reference.add(mapped("PAY", "F-PAY"));
        reference.add(mapped("LEDGER", "F-LEDGER"));
        reference.add(role("R-CLERK", ALWAYS, 0, "VENDOR"));
        reference.add(parameter("NHC-01", "attest_max_age", "P14D", ALWAYS));
        reference.add(parameter("NHC-02", "max_age_static_key", "P10D", ALWAYS));
        reference.add(parameter("CHG-02", "authorship_months", "1", ALWAYS));
        reference.addAll(RandomMovers.reference());
        reference.addAll(RandomBoundary.reference());
        reference.add(rule("RULE-PAIR", ALWAYS, Severity.HIGH, "F-VENDOR", "F-PAY"));
        reference.add(rule("RULE-THREE", ALWAYS, Severity.CRITICAL, "F-VENDOR", "F-PAY", "F-LEDGER"));
        reference.addAll(RandomObjects.reference());
        reference.addAll(RandomReviews.reference());
        reference.addAll(RandomReviewers.reference());
        reference.addAll(RandomSources.reference());
        reference.addAll(RandomOwners.reference());
        return reference;
    }

    /** The one application, anew with each number. */
    static ReferenceEvent erp(Instant from, int number, boolean production, boolean sox) {
        return ReferenceEvents.system(Header.of("reference", "erp-" + number, from), ERP, from)
                .production(production)
                .privileged(true)
                .sox(sox)
                .processes(List.of("P2P"))
                .emergencyApprovers(List.of("duty", "p0"))
                .owners(new Owners(Optional.of("b"), Optional.of("s"), Optional.of("i"), Optional.of("q")))
                .build();
    }

    private static ReferenceEvent parameter(String control, String name, String value, Instant from) {
        return ReferenceEvents.parameter(
                Header.of("reference", control + "-" + name, from),
                control,
                name,
                value,
                from,
                "short histories",
                "boss");
    }

    private static ReferenceEvent source(String id, Feed... feeds) {
        return ReferenceEvents.source(Header.of("reference", "source-" + id, ALWAYS), id, ALWAYS, List.of(feeds))
                .build();
    }

    private static ReferenceEvent mapped(String entitlement, String function) {
        return ReferenceEvents.entitlement(
                        Header.of("reference", "map-" + entitlement, ALWAYS),
                        ERP,
                        entitlement,
                        ALWAYS,
                        List.of(new FunctionUse(function, ActivityLevel.MAINTAIN)))
                .build();
    }

    /** The content of a role, anew with each number. */
    static ReferenceEvent role(String role, Instant from, int number, String... entitlements) {
        return ReferenceEvents.role(
                        Header.of("reference", role + "-" + number, from), ERP, role, from, List.of(entitlements))
                .build();
    }

    private static ReferenceEvent rule(String id, Instant from, Severity severity, String... functions) {
        return RuleEvents.rule(
                        Header.of("reference", id + "-" + from, from),
                        id,
                        "1",
                        from,
                        id,
                        List.of(functions).stream()
                                .map(f -> new Slot(List.of(f)))
                                .toList(),
                        severity)
                .build();
    }
}

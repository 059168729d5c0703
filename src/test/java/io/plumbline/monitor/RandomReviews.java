package io.plumbline.monitor;

import io.plumbline.event.Event;
import io.plumbline.event.Feed;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.ReviewEvent;
import io.plumbline.event.ReviewEvent.ItemRisk;
import io.plumbline.event.ReviewEvent.ReviewAuthority;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Access reviews of the company of {@link RandomHistory}: opened, opened again, carried on and closed; items about its people,
 * their accounts and a machine identity, decided, decided otherwise, handed on and done. Some of it never arrives.
 */
final class RandomReviews {

    /** The source that reports reviews. */
    static final String SOURCE = "rev";

    private static final Instant ALWAYS = Instant.parse("2020-01-01T00:00:00Z");
    private static final String ERP = "erp";
    private static final List<String> ENTITLEMENTS = List.of("VENDOR", "PAY", "LEDGER", "R-CLERK", "R-CHIEF");
    private static final List<String> REVIEWERS = List.of("boss", "boss", "s", "p0", "p1", "p2");
    private static final int ITEMS = 8;

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomReviews(long seed) {
        this.random = new Random(seed * 173 + 29);
    }

    /** The source, times short enough for a history of sixty days, and two ends of fiscal periods within them. */
    static List<ReferenceEvent> reference() {
        return List.of(
                ReferenceEvents.source(
                                Header.of("reference", "source-" + SOURCE, ALWAYS),
                                SOURCE,
                                ALWAYS,
                                List.of(Feed.ACCESS_REVIEWS))
                        .build(),
                period("2026-A", "2026-01-01T00:00:00Z", "2026-01-28T00:00:00Z"),
                period("2026-B", "2026-01-28T00:00:00Z", "2026-02-20T00:00:00Z"),
                parameter("REV-01", "review_interval_sox", "P25D"),
                parameter("REV-01", "review_interval_soc", "P30D"),
                parameter("REV-01", "review_interval_nhi", "P20D"),
                parameter("REV-01", "campaign_deadline", "P12D"),
                parameter("REV-01", "max_snapshot_age", "P4D"),
                parameter("REV-02", "remediation_sla", "P2D"),
                parameter("REV-02", "regrant_window", "P15D"),
                parameter("REV-02", "lookback_sla", "P6D"));
    }

    static List<Event> of(long seed, int size) {
        RandomReviews drawn = new RandomReviews(seed);
        for (int review = 0; review < 3; review++) {
            drawn.opened(review, Optional.empty());
        }
        while (drawn.events.size() < size) {
            drawn.something();
        }
        return List.copyOf(drawn.events);
    }

    /** Another statement about one of the reviews. */
    static ReferenceEvent campaign(Random random, Header header) {
        RandomReviews drawn = new RandomReviews(random.nextLong());
        return random.nextInt(3) == 0
                ? drawn.closing(random.nextInt(3), header)
                : drawn.opening(random.nextInt(3), header);
    }

    private void something() {
        int review = random.nextInt(3);
        int item = random.nextInt(ITEMS);
        switch (random.nextInt(12)) {
            case 0 -> opened(review, Optional.of(instant()));
            case 1 -> events.add(closing(review, header(instant())));
            case 2, 3, 4 -> added(review, item);
            case 5 ->
                events.add(new ReviewEvent.ItemReassigned(
                        header(instant()), "c" + review, "i" + item, holder(item), reviewer(), reviewer(), "absent"));
            case 6, 7 -> remediated(review, item);
            default -> decided(review, item);
        }
    }

    private void opened(int review, Optional<Instant> again) {
        events.add(opening(review, header(again.orElse(openedAt(review)))));
    }

    private ReferenceEvent opening(int review, Header header) {
        Instant at = header.occurredAt();
        return new ReferenceEvent.CampaignOpened(
                header,
                "c" + review,
                at,
                List.of(ERP),
                openedAt(review).minus(Duration.ofDays(random.nextInt(3))),
                at.plus(Duration.ofDays(3 + random.nextInt(12))),
                random.nextInt(4) == 0 ? List.of("SOX") : List.of(),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(4 + random.nextInt(2)),
                random.nextInt(3) == 0 ? List.of("identity:p3") : List.of(),
                random.nextBoolean() ? List.of("R-CLERK", "R-CHIEF") : List.of(),
                review == 2 && random.nextBoolean() ? Optional.of("c1") : Optional.empty());
    }

    private ReferenceEvent closing(int review, Header header) {
        return new ReferenceEvent.CampaignClosed(header, "c" + review, header.occurredAt(), 4 + random.nextInt(2), 4);
    }

    private void added(int review, int item) {
        Instant at = openedAt(review).plus(Duration.ofHours(6L * random.nextInt(12)));
        events.add(new ReviewEvent.ItemAdded(
                header(at),
                "c" + review,
                "i" + item,
                holder(item),
                ERP,
                entitlement(item),
                Optional.of(reviewer()),
                risks(),
                random.nextBoolean() ? Optional.of(at.minus(Duration.ofDays(2))) : Optional.empty()));
    }

    private void decided(int review, int item) {
        Instant at = openedAt(review).plus(Duration.ofHours(6L * random.nextInt(70)));
        ReviewDecision[] decisions = ReviewDecision.values();
        ReviewAuthority[] authorities = ReviewAuthority.values();
        events.add(new ReviewEvent.ItemDecided(
                header(at),
                "c" + review,
                "i" + item,
                holder(item),
                ERP,
                entitlement(item),
                random.nextInt(3) == 0 ? ReviewDecision.REVOKE : decisions[random.nextInt(decisions.length)],
                reviewer(),
                random.nextBoolean() ? ReviewAuthority.BUSINESS_OWNER : authorities[random.nextInt(authorities.length)],
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of("needed"),
                random.nextInt(4) == 0 ? Optional.of("MC-1") : Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of("bulk-" + random.nextInt(2)) : Optional.empty(),
                random.nextBoolean() ? Optional.of(Duration.ofSeconds(1 + random.nextInt(60))) : Optional.empty(),
                random.nextInt(6) == 0,
                random.nextBoolean() ? Optional.of(at.minus(Duration.ofDays(random.nextInt(9)))) : Optional.empty(),
                risks(),
                random.nextInt(5) == 0 ? List.of("SOC") : List.of()));
    }

    private void remediated(int review, int item) {
        events.add(new ReviewEvent.ItemRemediated(
                header(openedAt(review).plus(Duration.ofHours(6L * random.nextInt(90)))),
                "c" + review,
                "i" + item,
                holder(item),
                ERP,
                entitlement(item),
                random.nextBoolean() ? Optional.of("snap") : Optional.empty(),
                random.nextBoolean() ? Optional.of("memo") : Optional.empty()));
    }

    private static Instant openedAt(int review) {
        return RandomHistory.START.plus(Duration.ofDays(8 + 15L * review));
    }

    private static Principal holder(int item) {
        return switch (item) {
            case 0, 1, 2 -> Principal.identity("p" + item);
            case 3, 4, 5 -> RandomHistory.account(item - 3);
            case 6 -> RandomHistory.account(3);
            default -> Principal.identity("m0");
        };
    }

    /** Nearly always the same for one item. */
    private String entitlement(int item) {
        return ENTITLEMENTS.get(random.nextInt(9) == 0 ? random.nextInt(ENTITLEMENTS.size()) : item % 5);
    }

    private List<ItemRisk> risks() {
        return random.nextInt(3) == 0
                ? List.of(ItemRisk.values()[random.nextInt(ItemRisk.values().length)])
                : List.of();
    }

    private String reviewer() {
        return REVIEWERS.get(random.nextInt(REVIEWERS.size()));
    }

    private Header header(Instant at) {
        return Header.of(SOURCE, SOURCE + "-" + events.size(), at);
    }

    private Instant instant() {
        return RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
    }

    private static ReferenceEvent period(String id, String from, String to) {
        Instant start = Instant.parse(from);
        return new ReferenceEvent.FiscalPeriodPublished(
                Header.of("reference", "period-" + id, start), id, start, Instant.parse(to));
    }

    private static ReferenceEvent parameter(String control, String name, String value) {
        return ReferenceEvents.parameter(
                Header.of("reference", control + "-" + name, ALWAYS),
                control,
                name,
                value,
                ALWAYS,
                "short histories",
                "boss");
    }
}

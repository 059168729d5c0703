package io.plumbline.monitor;

import io.plumbline.event.Event;
import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvents;
import io.plumbline.event.ReviewEvent;
import io.plumbline.event.ReviewEvent.ItemRisk;
import io.plumbline.event.ReviewEvent.ReviewAuthority;
import io.plumbline.event.ReviewEvent.ReviewDecision;
import io.plumbline.event.ReviewEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Two access reviews of the company of {@link RandomHistory}: items handed on, decided by whoever, in bulk, in haste, again, for
 * one regime or both, and delegations and closings that come in between.
 */
final class RandomReviewers {

    private static final List<String> ENTITLEMENTS = List.of("VENDOR", "PAY", "R-CLERK", "UNKNOWN");

    private final Random random;
    private final List<Event> events = new ArrayList<>();

    private RandomReviewers(long seed) {
        this.random = new Random(seed * 41 + 5);
    }

    static List<Event> of(long seed, int size) {
        RandomReviewers reviewers = new RandomReviewers(seed);
        while (reviewers.events.size() < size) {
            reviewers.something();
        }
        return List.copyOf(reviewers.events);
    }

    /** The reviews, the reporting period and thresholds that few items reach. */
    static List<ReferenceEvent> reference() {
        Instant start = RandomHistory.START;
        List<ReferenceEvent> reference = new ArrayList<>();
        reference.add(opened("v0", start.plus(Duration.ofDays(30)), List.of("SOC", "SOX")));
        reference.add(opened("v1", start.plus(Duration.ofDays(50)), List.of()));
        reference.add(new ReferenceEvent.FiscalPeriodPublished(
                Header.of("reference", "period", start), "q", start, start.plus(Duration.ofDays(45))));
        reference.add(parameter("n_items", "2"));
        reference.add(parameter("k", "2"));
        return reference;
    }

    private static ReferenceEvent opened(String id, Instant deadline, List<String> regimes) {
        Instant start = RandomHistory.START;
        return new ReferenceEvent.CampaignOpened(
                Header.of("reference", "opened-" + id, start),
                id,
                start,
                List.of("erp"),
                start,
                deadline,
                regimes,
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static ReferenceEvent parameter(String name, String value) {
        return ReferenceEvents.parameter(
                Header.of("reference", "REV-04-" + name, RandomHistory.START),
                "REV-04",
                name,
                value,
                RandomHistory.START,
                "few items",
                "boss");
    }

    private void something() {
        Instant at = RandomHistory.START.plus(Duration.ofHours(6L * random.nextInt(240)));
        Header header = Header.of("iga", "review-" + events.size(), at);
        String review = "v" + random.nextInt(2);
        switch (random.nextInt(12)) {
            case 0, 1 -> {
                int item = random.nextInt(5);
                events.add(new ReviewEvent.ItemReassigned(
                        header, review, "t" + item, holder(item), person(), person(), "leave"));
            }
            case 2 ->
                events.add(new ReferenceEvent.DelegationRecorded(
                        header,
                        "d" + random.nextInt(3),
                        at,
                        at.plus(Duration.ofDays(1 + random.nextInt(40))),
                        random.nextBoolean() ? "b" : "s",
                        person(),
                        List.of()));
            case 3 -> {
                if (random.nextInt(4) == 0) {
                    events.add(new ReferenceEvent.CampaignClosed(header, review, at, 5, 5));
                }
            }
            default -> decided(header, review);
        }
    }

    private void decided(Header header, String review) {
        int item = random.nextInt(5);
        Header by = random.nextInt(9) == 0
                ? header.withActor(Principal.identity(person())).withOnBehalfOf(List.of("b"))
                : header;
        events.add(ReviewEvents.decided(
                        random.nextInt(12) == 0 ? by.asBaseline() : by,
                        review,
                        "t" + item,
                        holder(item),
                        "erp",
                        ENTITLEMENTS.get(item % ENTITLEMENTS.size()),
                        random.nextInt(3) == 0 ? "b" : person())
                .as(
                        random.nextInt(3) == 0
                                ? ReviewDecision.values()[random.nextInt(ReviewDecision.values().length)]
                                : ReviewDecision.KEEP,
                        ReviewAuthority.values()[random.nextInt(ReviewAuthority.values().length)])
                .because(
                        random.nextInt(4) == 0 ? Optional.empty() : Optional.of("reason " + random.nextInt(2)),
                        random.nextBoolean() ? Optional.of("MC-1") : Optional.empty())
                .inBulk(
                        random.nextInt(3) == 0 ? Optional.of("bulk" + random.nextInt(2)) : Optional.empty(),
                        random.nextBoolean() ? Optional.of(Duration.ofSeconds(random.nextInt(6))) : Optional.empty())
                .shown(
                        random.nextInt(4) == 0
                                ? Optional.empty()
                                : Optional.of(header.occurredAt().minus(Duration.ofDays(random.nextInt(9)))),
                        random.nextBoolean()
                                ? List.of(ItemRisk.values()[random.nextInt(ItemRisk.values().length)])
                                : List.of())
                .answering(random.nextInt(4) == 0 ? List.of("SOC") : List.of())
                .build());
    }

    private Principal holder(int item) {
        return item % 2 == 0 ? Principal.identity("p" + item % 4) : RandomHistory.account(item % 4);
    }

    /** One of the four people, or a second record of one. */
    private String person() {
        return (random.nextInt(4) == 0 ? "q" : "p") + random.nextInt(4);
    }
}

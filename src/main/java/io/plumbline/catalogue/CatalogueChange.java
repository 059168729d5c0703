package io.plumbline.catalogue;

import io.plumbline.event.Header;
import io.plumbline.event.Principal;
import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvent.ParameterChanged;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.SodRuleDisabled;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A change of the catalogue that one person wrote and another approved; its entries take effect together, or not at all.
 *
 * <p>Every entry carries the id of the change as its ticket and the author as its actor. The approval closes the change: it
 * says how many entries belong to it and what they are, by a digest, so that none can be left out, added or altered.
 *
 * <p>Systems, roles, delegations, performances of mitigating controls, access reviews and further ids of persons are stated by
 * the systems that hold them and need no approval. All other reference data is
 * <b>governed</b>: it counts only as part of a change.
 *
 * @param entries in order of event id
 */
public record CatalogueChange(List<ReferenceEvent> entries, CatalogueChangeApproved approval) {

    /** How the id of every change begins, so that a source's own ticket is never taken for one. */
    public static final String PREFIX = "catalogue/";

    /** Longest id of a change, and of an entry in one. */
    public static final int MAX_ID_CHARS = 500;

    /** Source of the approvals. */
    public static final String SOURCE = "catalogue";

    public CatalogueChange {
        entries = entries.stream()
                .sorted(Comparator.comparing(ReferenceEvent::id))
                .toList();
    }

    /**
     * Who changes the catalogue, and why.
     *
     * @param changeId used once; {@value #PREFIX} is put before it where it does not begin so
     * @param author identity id of the person who wrote the change
     * @param approver identity id of the person who approved it
     * @param at when it was approved; cut to the millisecond
     * @param backdated whether rules and parameters may take effect before that
     */
    public record Terms(String changeId, String author, String approver, String reason, Instant at, boolean backdated) {
        public Terms {
            changeId = changeId.startsWith(PREFIX) ? changeId : PREFIX + changeId;
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /** The change that brings these entries into force; they keep their ids. */
    public static CatalogueChange of(Collection<? extends ReferenceEvent> entries, Terms terms) {
        List<ReferenceEvent> stamped =
                entries.stream().map(entry -> stamped(entry, terms)).toList();
        return new CatalogueChange(
                stamped,
                new CatalogueChangeApproved(
                        Header.of(SOURCE, terms.changeId(), terms.at())
                                .withActor(Principal.identity(terms.approver()))
                                .withTicket(terms.changeId()),
                        terms.changeId(),
                        terms.at(),
                        terms.author(),
                        terms.approver(),
                        terms.reason(),
                        stamped.size(),
                        digestOf(stamped),
                        terms.backdated()));
    }

    /** An entry that applies from a later day on was still written down today. */
    private static ReferenceEvent stamped(ReferenceEvent entry, Terms terms) {
        Header header = entry.header();
        Header written = new Header(
                header.source(),
                header.sourceEventId(),
                earlier(header.occurredAt(), terms.at()),
                earlier(header.recordedAt(), terms.at()),
                header.offset(),
                Optional.of(Principal.identity(terms.author())),
                header.authentication(),
                Optional.of(terms.changeId()),
                header.baseline(),
                header.capture(),
                header.onBehalfOf());
        return EntryParts.withHeader(entry, written);
    }

    /** Everything in the order to send it: the approval last. */
    public List<ReferenceEvent> events() {
        List<ReferenceEvent> events = new ArrayList<>(entries);
        events.add(approval);
        return List.copyOf(events);
    }

    /** Whether entries of this kind count only as part of an approved change. */
    public static boolean isGoverned(ReferenceEvent entry) {
        return !(entry instanceof SystemRegistered
                || entry instanceof ReferenceEvent.SystemRetired
                || entry instanceof RoleDefined
                || entry instanceof ReferenceEvent.RoleRetired
                || entry instanceof ReferenceEvent.DelegationRecorded
                || entry instanceof ReferenceEvent.MitigationPerformed
                || entry instanceof ReferenceEvent.PersonAliased
                || entry instanceof ReferenceEvent.CampaignOpened
                || entry instanceof ReferenceEvent.CampaignClosed);
    }

    /** Whether an event is a part of the catalogue's content, and not the approval of a change. */
    public static boolean isEntry(ReferenceEvent event) {
        return !(event instanceof CatalogueChangeApproved);
    }

    /** The change an event belongs to, or approves; empty for what stands by itself. */
    public static Optional<String> idIn(ReferenceEvent event) {
        Optional<String> id = event instanceof CatalogueChangeApproved approval
                ? Optional.of(approval.changeId())
                : event.header().ticket();
        return id.filter(ticket -> ticket.startsWith(PREFIX));
    }

    /** What is wrong with the ids of a part of a change; empty where nothing is. */
    public static Optional<String> problemOfIds(ReferenceEvent event) {
        int longest = Math.max(
                event.id().toString().length(), idIn(event).map(String::length).orElse(0));
        return longest <= MAX_ID_CHARS
                ? Optional.empty()
                : Optional.of("the ids of a change and of its entries have at most " + MAX_ID_CHARS
                        + " characters, one here has " + longest + "; shorten it");
    }

    /** SHA-256 over entries in order of event id, in hexadecimal. */
    public static String digestOf(Collection<ReferenceEvent> entries) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            entries.stream()
                    .sorted(Comparator.comparing(ReferenceEvent::id))
                    .forEach(entry -> sha.update((entry + "\n").getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** What is wrong with an approval, whatever it approves; empty where nothing is. */
    public static List<String> problemsOf(CatalogueChangeApproved approval) {
        List<String> problems = new ArrayList<>();
        if (!approval.changeId().startsWith(PREFIX)) {
            problems.add(
                    "the id of a change must begin with " + PREFIX + ", was '" + approval.changeId() + "'; rename it");
        }
        problemOfIds(approval).ifPresent(problems::add);
        if (approval.author().isBlank() || approval.approver().isBlank()) {
            problems.add("a change needs an author and an approver; name both");
        } else if (isSamePerson(approval.author(), approval.approver())) {
            problems.add(
                    "author and approver are both '" + approval.author() + "'; have somebody else approve the change");
        }
        if (approval.reason().isBlank()) {
            problems.add("the reason of the change is blank; say what it is for");
        }
        if (approval.entries() < 1) {
            problems.add("a change needs at least one entry, the approval says " + approval.entries());
        }
        if (!approval.effectiveFrom().equals(approval.header().occurredAt())) {
            problems.add("the approval is dated " + approval.header().occurredAt() + " and takes effect from "
                    + approval.effectiveFrom() + "; both must be when it was given");
        }
        return List.copyOf(problems);
    }

    /** Everything that is wrong with the change; empty where it may take effect. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(problemsOf(approval));
        if (approval.entries() != entries.size()) {
            problems.add("the approval is for " + approval.entries() + " entries, the change has " + entries.size()
                    + "; have approved what is sent");
        } else if (!approval.digest().equals(digestOf(entries))) {
            problems.add("the entries are not those that were approved: their digest is " + digestOf(entries)
                    + ", approved was " + approval.digest() + "; have approved what is sent");
        }
        for (ReferenceEvent entry : entries) {
            boolean byAuthor = entry.header()
                    .actor()
                    .flatMap(Principal::identityId)
                    .filter(approval.author()::equals)
                    .isPresent();
            if (!byAuthor) {
                problems.add(entry.id() + " does not name " + approval.author() + ", the author, as its actor");
            }
            problemOfIds(entry).ifPresent(problems::add);
            datesBack(entry, approval.effectiveFrom(), approval.backdated()).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    /**
     * Why an entry may not take effect when it says, given when it is approved: a rule, a parameter, a stage or an exemption
     * judges what comes after it, unless its approver allowed otherwise.
     */
    public static Optional<String> datesBack(ReferenceEvent entry, Instant approvedAt, boolean backdated) {
        return backdated || !judges(entry) || !entry.effectiveFrom().isBefore(approvedAt)
                ? Optional.empty()
                : Optional.of(entry.id() + " takes effect from " + entry.effectiveFrom() + ", before its approval at "
                        + approvedAt + "; give it a later effectiveFrom, or have it approved as backdated");
    }

    private static boolean judges(ReferenceEvent entry) {
        return entry instanceof SodRulePublished
                || entry instanceof SodRuleDisabled
                || entry instanceof ParameterChanged
                || entry instanceof ControlStaged
                || entry instanceof ExemptionGranted
                || entry instanceof ExemptionRevoked;
    }

    /** Whether two identity ids are one person's, however they are typed. */
    public static boolean isSamePerson(String one, String other) {
        return one.strip().equalsIgnoreCase(other.strip());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}

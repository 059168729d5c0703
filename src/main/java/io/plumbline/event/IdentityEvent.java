package io.plumbline.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Joiners, movers, leavers and their accounts; inbound topic {@code identity}. */
public sealed interface IdentityEvent extends Event {

    /**
     * An identity exists: a person or a machine identity.
     *
     * @param purpose what a machine identity is for, in the words of its owner
     */
    record Created(
            Header header,
            String identityId,
            IdentityType identityType,
            Optional<String> employeeId,
            Optional<String> managerId,
            Optional<String> purpose)
            implements IdentityEvent {}

    /**
     * The employment status changed.
     *
     * <p>{@code ACTIVE} rescinds a termination that was stated earlier and is not yet effective at {@code effectiveAt}.
     *
     * @param effectiveAt when the status begins, as the personnel system states it
     */
    record Updated(Header header, String identityId, EmploymentStatus status, Instant effectiveAt)
            implements IdentityEvent {}

    /**
     * The employment ended or will end.
     *
     * @param effectiveAt when it ends; a date-only feed means the end of that local day
     */
    record Terminated(Header header, String identityId, Instant effectiveAt, TerminationType terminationType)
            implements IdentityEvent {}

    /** The identity came back; a new episode begins, for which older approvals do not count. */
    record Rehired(Header header, String identityId, Instant effectiveAt) implements IdentityEvent {}

    /**
     * Who answers for a machine identity from now on: a full statement, which replaces the one before.
     *
     * @param technicalOwners who answers for its operation; a team is stated as its accountable members
     * @param businessOwners who answers for what it is used for
     * @param acceptedAt when the new owners accepted, where the source knows
     */
    record OwnerChanged(
            Header header,
            String identityId,
            List<String> technicalOwners,
            List<String> businessOwners,
            Optional<Instant> acceptedAt)
            implements IdentityEvent {
        public OwnerChanged {
            technicalOwners = Texts.sorted(technicalOwners);
            businessOwners = Texts.sorted(businessOwners);
        }

        /** Every owner named, of either kind. */
        public SortedSet<String> owners() {
            SortedSet<String> owners = new TreeSet<>(technicalOwners);
            owners.addAll(businessOwners);
            return owners;
        }

        /** Whether it is delivered to the identity: it is the one owned, or named as owner. */
        boolean concerns(String identity) {
            return identityId.equals(identity) || owners().contains(identity);
        }
    }

    /** An owner confirmed that a machine identity is still needed and still theirs. */
    record OwnerAttested(Header header, String identityId, String attestedBy) implements IdentityEvent {}

    /**
     * What the identity approved in one month, or decided in one access review, is kept under a subject of its own, which learns
     * of the employment this way. Stated by Plumbline; {@code header.occurredAt} is the start of the month, or of all time.
     *
     * @param subjectKey the subject that keeps it
     */
    record ApprovalsKept(Header header, String identityId, String subjectKey) implements IdentityEvent {

        /** The subject that keeps the approvals an identity gave in the month of {@code at}. */
        public static Subject approver(String identityId, Instant at) {
            return new Subject(SubjectKind.APPROVER, identityId + "/" + YearMonth.from(at.atZone(ZoneOffset.UTC)));
        }

        /** What introduces such a subject to the identity whose approvals or decisions it keeps. */
        static ApprovalsKept of(Subject keeper) {
            int slash = keeper.id().lastIndexOf('/');
            String before = keeper.id().substring(0, slash);
            String after = keeper.id().substring(slash + 1);
            boolean monthly = keeper.kind() == SubjectKind.APPROVER;
            Instant start = monthly
                    ? YearMonth.parse(after)
                            .atDay(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                    : Instant.EPOCH;
            return new ApprovalsKept(
                    Header.of("plumbline", "approvals/" + keeper.key(), start), monthly ? before : after, keeper.key());
        }

        /** The subject it introduces. */
        public Subject keeper() {
            return Subject.parse(subjectKey);
        }
    }

    /**
     * What the identity wrote was deployed to a system for the first time in a month. Stated by Plumbline, once for each author,
     * system, environment and month; of two such statements the one of the earlier deployment counts. {@code header.occurredAt} is
     * when it was deployed.
     *
     * @param changeId the change under which it was written, where the deployment itself does not name the author
     */
    record Authored(
            Header header,
            String identityId,
            String systemId,
            String environment,
            String deploymentId,
            Optional<String> changeId)
            implements IdentityEvent {

        static Authored of(String author, ChangeEvent.Deployed deployed, Optional<String> changeId) {
            Instant at = deployed.header().occurredAt();
            String key = String.join(
                    "/",
                    "authored",
                    author,
                    deployed.systemId(),
                    deployed.environment(),
                    YearMonth.from(at.atZone(ZoneOffset.UTC)).toString());
            return new Authored(
                    Header.of("plumbline", key, at),
                    author,
                    deployed.systemId(),
                    deployed.environment(),
                    deployed.deploymentId(),
                    changeId);
        }

        /** The month of the deployment, in UTC. */
        public YearMonth month() {
            return YearMonth.from(header.occurredAt().atZone(ZoneOffset.UTC));
        }

        /** Whether it counts and not the other, of two under one id: of two at one instant what they are called decides. */
        public boolean isBefore(Authored other) {
            return Comparator.comparing((Authored authored) -> authored.header().occurredAt())
                            .thenComparing(Authored::deploymentId)
                            .thenComparing(authored -> authored.changeId().orElse(""))
                            .compare(this, other)
                    < 0;
        }
    }

    /**
     * An account was created or discovered.
     *
     * @param identityId the identity it belongs to, where the source knows
     * @param privileged true when the account itself is administrative
     * @param accountType what kind of identity uses it, where the system knows
     * @param validTo planned end, exclusive
     */
    record AccountCreated(
            Header header,
            AccountRef account,
            Optional<String> identityId,
            boolean privileged,
            Optional<IdentityType> accountType,
            Optional<Instant> validTo)
            implements IdentityEvent {}

    /** The account was found to belong to an identity; it has belonged to it since the account exists. */
    record AccountLinked(Header header, AccountRef account, String identityId) implements IdentityEvent {}

    /** Sign-in became possible. */
    record AccountEnabled(Header header, AccountRef account) implements IdentityEvent {}

    /** Sign-in became impossible; the access stays but cannot be used. */
    record AccountDisabled(Header header, AccountRef account) implements IdentityEvent {}

    /** The account is gone, and with it its grants and credentials. */
    record AccountDeleted(Header header, AccountRef account) implements IdentityEvent {}

    /**
     * What is on record of an identity beside its employment: a full statement, which replaces the one before from {@code
     * header.occurredAt} on.
     *
     * @param startsAt start of the engagement, as contracted
     * @param endsAt its end, as contracted, exclusive
     * @param vendorId the outside company it works for or belongs to
     * @param purpose what a machine identity is for, in the words of its owner
     * @param purposeEndsAt when that ends
     * @param replacedBy the machine identity that took its place
     * @param workloads workloads it belongs to
     * @param environment what it is registered for, for example {@code production}
     * @param usedFrom addresses, hosts or networks it is used from by design
     * @param tags what it is kept for though seldom used
     * @param sponsorId the person who answers for an agent
     */
    record Profiled(
            Header header,
            String identityId,
            Optional<Instant> startsAt,
            Optional<Instant> endsAt,
            Optional<String> vendorId,
            Optional<String> purpose,
            Optional<Instant> purposeEndsAt,
            Optional<String> replacedBy,
            List<String> workloads,
            Optional<String> environment,
            List<String> usedFrom,
            List<String> tags,
            Optional<String> sponsorId)
            implements IdentityEvent {
        public Profiled {
            workloads = Texts.sorted(workloads);
            usedFrom = Texts.sorted(usedFrom);
            tags = Texts.sorted(tags);
        }
    }

    /**
     * A person took another position, or the same one under another name or manager.
     *
     * @param effectiveAt when it takes effect, as the personnel system states it
     * @param until end of an acting position, exclusive
     * @param massChangeRef the approved mass change it is part of
     */
    record PositionChanged(
            Header header,
            String identityId,
            String position,
            Optional<String> orgUnit,
            Optional<String> legalEntity,
            Optional<String> managerId,
            Instant effectiveAt,
            Optional<Instant> until,
            PositionChangeReason reason,
            Optional<String> massChangeRef)
            implements IdentityEvent {}

    /**
     * Two identity records were found to be one person's: whatever is known of the one is known of the other, for all time.
     *
     * @param identityId the record that is given up
     * @param intoId the record that stays
     */
    record Merged(Header header, String identityId, String intoId, MatchMethod method) implements IdentityEvent {}

    /** From {@code header.occurredAt} on the account does not belong to the identity any more; until then it did. */
    record AccountUnlinked(Header header, AccountRef account, String identityId) implements IdentityEvent {}

    /**
     * The planned end of an account was set or moved.
     *
     * @param validTo exclusive
     */
    record AccountExtended(Header header, AccountRef account, Instant validTo, Optional<String> approverId)
            implements IdentityEvent {}

    /**
     * A machine identity may act in a stated way; of two with the same id the later replaces the earlier from its {@code
     * header.occurredAt} on.
     *
     * @param sponsorId the person who answers for what it does
     * @param functions the functions it may perform; none where empty
     * @param systems where it may act; anywhere where empty
     * @param amountLimit largest amount of one act, in the currency of the act
     * @param validTo exclusive
     * @param approverId the owner of the process, who approved it
     */
    record MandateGranted(
            Header header,
            String mandateId,
            String identityId,
            String sponsorId,
            List<String> functions,
            List<String> systems,
            Optional<BigDecimal> amountLimit,
            AutonomyLevel autonomy,
            Instant validFrom,
            Optional<Instant> validTo,
            Optional<String> approverId)
            implements IdentityEvent {
        public MandateGranted {
            functions = Texts.sorted(functions);
            systems = Texts.sorted(systems);
            amountLimit = amountLimit.map(Texts::plain);
        }
    }

    /** A mandate covers nothing from {@code header.occurredAt} on. */
    record MandateRevoked(Header header, String mandateId, String identityId) implements IdentityEvent {}

    /** Why a position changed. */
    enum PositionChangeReason {
        /** The person does another job. */
        TRANSFER,
        /** The organisation was renamed or cut anew. */
        REORG,
        /** The record was wrong before. */
        CORRECTION,
        /** For a time only. */
        ACTING,
        /** The same job under another manager. */
        MANAGER_CHANGE,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** How two identity records were found to be one person's. */
    enum MatchMethod {
        /** By a key of the person that both carry. */
        PERSON_KEY,
        /** A person compared them. */
        ADJUDICATED,
        /** By name or address alone, which proves nothing. */
        NAME,
        /** Not stated, or a value newer than this build; proves nothing. */
        UNKNOWN
    }

    /** How freely a machine identity may act. */
    enum AutonomyLevel {
        /** It proposes, a person acts. */
        SUGGEST,
        /** It acts after a person confirmed each act. */
        CONFIRM,
        /** It acts by itself. */
        ACT,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** What kind of identity it is. */
    enum IdentityType {
        HUMAN,
        SERVICE,
        WORKLOAD,
        BOT,
        AI_AGENT,
        THIRD_PARTY_APP,
        SHARED,
        BREAK_GLASS,
        /** Not stated, or a value newer than this build. */
        UNKNOWN;

        /** Whether it acts by itself and no person signs in as it; one of unknown kind is taken for a person. */
        public boolean isMachine() {
            return switch (this) {
                case SERVICE, WORKLOAD, BOT, AI_AGENT, THIRD_PARTY_APP -> true;
                case HUMAN, SHARED, BREAK_GLASS, UNKNOWN -> false;
            };
        }

        /** Whether it is a machine that acts within a mandate: by its own decision, or for somebody outside. */
        public boolean isAgent() {
            return switch (this) {
                case BOT, AI_AGENT, THIRD_PARTY_APP -> true;
                case HUMAN, SERVICE, WORKLOAD, SHARED, BREAK_GLASS, UNKNOWN -> false;
            };
        }

        /** Whether persons sign in as it who are named elsewhere. */
        public boolean isShared() {
            return this == SHARED || this == BREAK_GLASS;
        }

        /** Whether it is stated to be anything but one natural person: a machine, or shared. */
        public boolean isNoPerson() {
            return isMachine() || isShared();
        }
    }

    /** Employment status; leave keeps the employment and the access, garden leave keeps the employment only. */
    enum EmploymentStatus {
        ACTIVE,
        ON_LEAVE,
        GARDEN_LEAVE,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** Why the employment ended; decides how fast access must go. */
    enum TerminationType {
        VOLUNTARY,
        INVOLUNTARY,
        END_OF_CONTRACT,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}

package io.plumbline.event;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Effective-dated reference data: what verdicts are measured against; inbound topic {@code reference}.
 *
 * <p>Each event is a full version of one entry, in force from {@code effectiveFrom} until the next version of the same entry.
 * They are folded into the catalogue and joined as of the time of what is judged, never as of today.
 */
public sealed interface ReferenceEvent extends Event {

    /** Start of validity of this version, inclusive. */
    Instant effectiveFrom();

    /**
     * A system and its scope.
     *
     * @param production false for test and development systems
     * @param privileged true when every session and grant of the system counts as privileged
     * @param processes significant business processes it takes part in
     * @param environment for example {@code production}; by {@code production} where absent
     * @param vendorId the company that runs it
     * @param vendorEnded true once the contract with the vendor has ended
     * @param calendarId its business calendar; the default one where absent
     * @param emergencyApprovers who may approve an emergency change of it
     * @param requiredFeeds what some source has to carry for it
     * @param ownersConfirmedAt when its owners were last confirmed
     * @param scopeReason why its scope is as it is, where this version changes it
     */
    record SystemRegistered(
            Header header,
            String systemId,
            Instant effectiveFrom,
            boolean production,
            boolean privileged,
            boolean soxInScope,
            boolean socInScope,
            List<String> processes,
            Owners owners,
            Optional<String> environment,
            Optional<String> vendorId,
            boolean vendorEnded,
            Optional<String> calendarId,
            List<String> emergencyApprovers,
            List<Feed> requiredFeeds,
            Optional<Instant> ownersConfirmedAt,
            Optional<String> scopeReason)
            implements ReferenceEvent {
        public SystemRegistered {
            processes = Texts.sorted(processes);
            emergencyApprovers = Texts.sorted(emergencyApprovers);
            requiredFeeds = requiredFeeds.stream().sorted().distinct().toList();
        }
    }

    /**
     * A system is gone from {@code effectiveFrom} on.
     *
     * @param evidenceRef what shows it: the sale, the record of its being switched off
     */
    record SystemRetired(Header header, String systemId, Instant effectiveFrom, Optional<String> evidenceRef)
            implements ReferenceEvent {}

    /**
     * A configuration item of a system on which controls depend: the inventory of the control boundary.
     *
     * @param itemId as configuration edits and changes name it
     * @param controlOwnerId who has to approve edits of it; the owner of the system's reporting risk where absent
     * @param constrains functions that it limits; who holds one of them does not edit it
     * @param controls ids of the controls that depend on it
     * @param ownerConfirmedAt when it was last confirmed that the control owner answers for it
     */
    record BoundaryItemRegistered(
            Header header,
            String systemId,
            String itemId,
            Instant effectiveFrom,
            BoundaryKind boundaryKind,
            Optional<String> controlOwnerId,
            List<String> constrains,
            List<String> controls,
            Optional<Instant> ownerConfirmedAt)
            implements ReferenceEvent {
        public BoundaryItemRegistered {
            constrains = Texts.sorted(constrains);
            controls = Texts.sorted(controls);
        }

        /** Where it is judged whether its owner is there: its system, or the part of Plumbline itself that it is. */
        public Subject home() {
            return Routing.system(Routing.OWN.equals(systemId + "/") ? Routing.OWN + itemId : systemId);
        }
    }

    /**
     * Two ids are one person's: an address under which somebody writes code, a second name. It holds for all time, in both
     * directions; the newest version of an alias counts.
     *
     * @param aliasId the further id
     * @param personId identity id of the person
     */
    record PersonAliased(Header header, String aliasId, Instant effectiveFrom, String personId)
            implements ReferenceEvent {}

    /**
     * A span of financial reporting.
     *
     * @param effectiveFrom first instant of the period
     * @param endsAt end of the period, exclusive
     */
    record FiscalPeriodPublished(Header header, String periodId, Instant effectiveFrom, Instant endsAt)
            implements ReferenceEvent {}

    /**
     * An access review was opened; its items arrive on their own topic.
     *
     * @param effectiveFrom when it was opened
     * @param systems whose access is reviewed
     * @param snapshotAt the instant whose access it reviews: that of the data, not of their extraction
     * @param deadline until when all items are decided
     * @param regimes the regimes it is meant for, {@code SOC} or {@code SOX}; both where empty
     * @param listedItems items in the listing it was made from, as the manifest of that says
     * @param excluded holders ({@code identity:p-1}) and entitlements left out with approval
     * @param certifiedRoles roles whose content is reviewed with it, so that an item of such a role covers what it gives
     * @param continues the review it carries on, where it decides what was left over there
     */
    record CampaignOpened(
            Header header,
            String campaignId,
            Instant effectiveFrom,
            List<String> systems,
            Instant snapshotAt,
            Instant deadline,
            List<String> regimes,
            Optional<Integer> listedItems,
            List<String> excluded,
            List<String> certifiedRoles,
            Optional<String> continues)
            implements ReferenceEvent {
        public CampaignOpened {
            systems = Texts.sorted(systems);
            regimes = Texts.sorted(regimes);
            excluded = Texts.sorted(excluded);
            certifiedRoles = Texts.sorted(certifiedRoles);
        }
    }

    /**
     * An access review was closed.
     *
     * @param items how many it had
     * @param decided how many of them were decided
     */
    record CampaignClosed(Header header, String campaignId, Instant effectiveFrom, int items, int decided)
            implements ReferenceEvent {}

    /**
     * A source and what it can prove.
     *
     * @param feeds what it carries
     * @param systems the systems it carries them for; all systems where empty
     * @param completeFrom it recorded nothing dependable before this instant; from the beginning where absent
     * @param completeTo declared complete up to here, exclusive, without a heartbeat (an empty or closed source)
     * @param assumedLateness where it sends no heartbeats: taken as complete up to the newest settled instant of any other
     *     source minus this; printed on every verdict that rests on it
     * @param grace how long after an instant its statements about that instant may still be on their way
     * @param silentAfter longest time between two heartbeats; its silence is not watched where absent
     * @param clockTolerance how far its clock may be off; its clock is not watched where absent
     */
    record SourceDeclared(
            Header header,
            String sourceId,
            Instant effectiveFrom,
            List<Feed> feeds,
            List<String> systems,
            Optional<Instant> completeFrom,
            Optional<Instant> completeTo,
            Optional<Duration> assumedLateness,
            Duration grace,
            Optional<Duration> silentAfter,
            Optional<Duration> clockTolerance)
            implements ReferenceEvent {
        public SourceDeclared {
            feeds = feeds.stream().sorted().distinct().toList();
            systems = Texts.sorted(systems);
        }
    }

    /** A function of the business or of IT that entitlements can give. */
    record FunctionDefined(Header header, String functionId, Instant effectiveFrom, String name, String process)
            implements ReferenceEvent {}

    /**
     * What an entitlement lets its holder do.
     *
     * @param functions the functions it gives, each with the level it gives it at
     * @param privileged true for administrative entitlements
     * @param tier privilege tier: 0 controls the identity system or the platform itself, 1 administers a system, more is no
     *     privilege; where absent, 1 for the privileged
     * @param financeSensitive true where it can affect financial reporting
     * @param usedAs other names under which its use is recorded, such as a programming scope
     * @param tags what it is kept for though seldom used
     * @param ownerId its owner; that of the system where absent
     */
    record EntitlementMapped(
            Header header,
            String systemId,
            String entitlement,
            Instant effectiveFrom,
            List<FunctionUse> functions,
            boolean privileged,
            Optional<Integer> tier,
            boolean financeSensitive,
            List<String> usedAs,
            List<String> tags,
            Optional<String> ownerId)
            implements ReferenceEvent {
        public EntitlementMapped {
            functions = functions.stream().sorted().distinct().toList();
            usedAs = Texts.sorted(usedAs);
            tags = Texts.sorted(tags);
        }

        /** The functions its holder can perform; looking at something is not performing it. */
        public List<FunctionUse> performable() {
            return functions.stream().filter(use -> use.level().acts()).toList();
        }
    }

    /**
     * The full content of a role; never a difference to an earlier version. An empty role gives nothing.
     *
     * @param entitlements what it gives; one that is the id of a role of the system is read as a child
     * @param children roles of the same system that it contains: what they give, it gives
     * @param denied entitlements that it denies its holders, whatever else gives them
     * @param scope data scope it is limited to, as {@code dimension=value}; not limited where empty
     * @param vendorSeeded true for roles delivered with the application
     */
    record RoleDefined(
            Header header,
            String systemId,
            String roleId,
            Instant effectiveFrom,
            List<String> entitlements,
            List<String> children,
            List<String> denied,
            List<String> scope,
            boolean vendorSeeded)
            implements ReferenceEvent {
        public RoleDefined {
            entitlements = Texts.sorted(entitlements);
            children = Texts.sorted(children);
            denied = Texts.sorted(denied);
            scope = Texts.sorted(scope);
        }
    }

    /** A role is gone from {@code effectiveFrom} on and gives nothing. */
    record RoleRetired(Header header, String systemId, String roleId, Instant effectiveFrom)
            implements ReferenceEvent {}

    /**
     * What a position needs in one system: access beyond it is not explained by the job.
     *
     * @param entitlements roles and entitlements of the system that belong to the position
     */
    record PositionModelled(
            Header header, String systemId, String position, Instant effectiveFrom, List<String> entitlements)
            implements ReferenceEvent {
        public PositionModelled {
            entitlements = Texts.sorted(entitlements);
        }
    }

    /**
     * One person may decide in place of another for a time.
     *
     * @param validTo exclusive
     * @param systems where; anywhere where empty
     */
    record DelegationRecorded(
            Header header,
            String delegationId,
            Instant effectiveFrom,
            Instant validTo,
            String fromId,
            String toId,
            List<String> systems)
            implements ReferenceEvent {
        public DelegationRecorded {
            systems = Texts.sorted(systems);
        }
    }

    /** An entitlement everyone of a kind receives by policy: the policy is its approval. */
    record BirthrightPublished(Header header, String systemId, String entitlement, Instant effectiveFrom)
            implements ReferenceEvent {}

    /**
     * A segregation-of-duties rule: functions that one identity must not hold together, or steps it must not carry out together.
     *
     * @param version the rule set's own version of the rule
     * @param slots every slot must be filled for a conflict; any one function of a slot fills it
     * @param stage whether it is tried out or in force; in force where absent
     * @param type a rule about functions held in one application where {@code UNKNOWN}
     * @param minimumFilled how many slots must be filled for a conflict; all of them where absent
     * @param steps for rules about acts, in order where the rule is a sequence; {@code slots} is empty then
     * @param objectTypes for rules about acts: kinds of objects the steps are looked for on; any where empty
     * @param window for rules about acts: longest time between first and last step; the control's parameter where absent
     * @param nhiOnly true where every function must be held by machine identities
     * @param regimes {@code SOC}, {@code SOX} or both; all that the control asserts where empty, and never more
     * @param assertions financial-statement assertions it protects
     * @param mitigation what would reduce the risk of a conflict, in words
     * @param evaluatedBy id of the control that evaluates it; the one its type calls for where absent
     */
    record SodRulePublished(
            Header header,
            String ruleId,
            String version,
            Instant effectiveFrom,
            String title,
            List<Slot> slots,
            Severity severity,
            Optional<String> process,
            Optional<Stage> stage,
            SodRuleType type,
            Optional<Integer> minimumFilled,
            List<RuleStep> steps,
            List<String> objectTypes,
            Optional<Duration> window,
            boolean nhiOnly,
            List<String> regimes,
            List<String> assertions,
            Optional<String> mitigation,
            Optional<String> evaluatedBy)
            implements ReferenceEvent {
        public SodRulePublished {
            slots = List.copyOf(slots);
            steps = List.copyOf(steps);
            objectTypes = Texts.sorted(objectTypes);
            regimes = Texts.sorted(regimes);
            assertions = Texts.sorted(assertions);
        }
    }

    /** A rule no longer applies from {@code effectiveFrom}. */
    record SodRuleDisabled(Header header, String ruleId, Instant effectiveFrom) implements ReferenceEvent {}

    /** A control parameter got a value of the customer's own. */
    record ParameterChanged(
            Header header,
            String controlId,
            String parameter,
            String value,
            Instant effectiveFrom,
            String reason,
            Optional<String> approvedBy)
            implements ReferenceEvent {}

    /** A control is tried out, in force or retired from {@code effectiveFrom} on; one without such an entry is in force. */
    record ControlStaged(Header header, String controlId, Stage stage, Instant effectiveFrom, String reason)
            implements ReferenceEvent {}

    /**
     * Working days of a place, for deadlines counted in business days.
     *
     * @param calendarId the calendar named {@code default} applies where no other is named
     * @param zone time zone whose days are meant, for example {@code Europe/Zurich}
     * @param workingDays days of the week in English capitals; Monday to Friday where empty
     * @param holidays dates on which nobody works, as {@code 2026-12-25}
     */
    record CalendarPublished(
            Header header,
            String calendarId,
            Instant effectiveFrom,
            String zone,
            List<String> workingDays,
            List<String> holidays)
            implements ReferenceEvent {
        public CalendarPublished {
            workingDays = Texts.sorted(workingDays);
            holidays = Texts.sorted(holidays);
        }
    }

    /**
     * A standing decision about exceptions of a control, in force from {@code effectiveFrom} until {@code validTo}.
     *
     * @param ruleId rule whose exceptions it covers; any where absent
     * @param subjectKey subject whose exceptions it covers, as {@code kind:id}; any where absent
     * @param systemId system whose exceptions it covers; any where absent
     * @param validTo exclusive
     * @param riskOwner the person who took the decision
     * @param mitigationRef the mitigating control, for mitigations
     * @param ruleVersion version of the rule it was granted for; any where absent
     * @param entitlements what it is limited to; any where empty
     * @param personId the person it is for, where its subject is a machine identity
     * @param frequency how often the mitigating control must be performed
     */
    record ExemptionGranted(
            Header header,
            String exemptionId,
            Instant effectiveFrom,
            ExemptionKind exemptionKind,
            String controlId,
            Optional<String> ruleId,
            Optional<String> subjectKey,
            Optional<String> systemId,
            Instant validTo,
            String riskOwner,
            String rationale,
            Optional<String> mitigationRef,
            Optional<String> ruleVersion,
            List<String> entitlements,
            Optional<String> personId,
            Optional<Duration> frequency)
            implements ReferenceEvent {
        public ExemptionGranted {
            entitlements = Texts.sorted(entitlements);
        }

        /** Where it is judged whether who decided it is there: its system, else the control it exempts from. */
        public Subject home() {
            return systemId.or(() -> subjectKey
                            .filter(key -> key.startsWith(SYSTEM_KEY))
                            .map(key -> key.substring(SYSTEM_KEY.length())))
                    .filter(id -> !id.isBlank())
                    .map(Routing::system)
                    .orElseGet(() -> Routing.ownControl(controlId));
        }

        private static final String SYSTEM_KEY = SubjectKind.SYSTEM.prefix() + ":";
    }

    /**
     * A mitigating control was performed.
     *
     * @param effectiveFrom when
     * @param coverageRatio part of the population it covered, from 0 to 1
     * @param evidenceRef where its evidence is kept; without evidence it does not count
     * @param subjectKey the one subject it was performed for, as {@code kind:id}; all that it mitigates where absent
     */
    record MitigationPerformed(
            Header header,
            String mitigationRef,
            Instant effectiveFrom,
            String performerId,
            Optional<BigDecimal> coverageRatio,
            Optional<String> evidenceRef,
            Optional<String> subjectKey)
            implements ReferenceEvent {
        public MitigationPerformed {
            coverageRatio = coverageRatio.map(Texts::plain);
        }
    }

    /** An exemption covers nothing from {@code effectiveFrom} on. */
    record ExemptionRevoked(Header header, String exemptionId, Instant effectiveFrom, String reason)
            implements ReferenceEvent {}

    /**
     * Closes a change of the catalogue: the entries that carry {@code changeId} as their ticket take effect together, or not
     * at all.
     *
     * @param author the person who wrote the change
     * @param approver the person who approved it; never the author
     * @param entries number of entries of the change
     * @param digest SHA-256 over the entries in order of event id, in hexadecimal
     * @param backdated true where the approver allowed rules and parameters to take effect before the approval, as when a
     *     history is loaded
     */
    record CatalogueChangeApproved(
            Header header,
            String changeId,
            Instant effectiveFrom,
            String author,
            String approver,
            String reason,
            int entries,
            String digest,
            boolean backdated)
            implements ReferenceEvent {}
}

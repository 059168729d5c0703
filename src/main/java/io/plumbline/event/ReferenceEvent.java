package io.plumbline.event;

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
            Owners owners)
            implements ReferenceEvent {
        public SystemRegistered {
            processes = Texts.sorted(processes);
        }
    }

    /**
     * Who answers for a system: four different duties, even where one person holds several.
     *
     * @param icfrRiskOwner owner of the financial-reporting risk (SOX)
     * @param securityRiskOwner owner of the security risk (SOC)
     */
    record Owners(
            Optional<String> businessOwner,
            Optional<String> systemOwner,
            Optional<String> icfrRiskOwner,
            Optional<String> securityRiskOwner) {}

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

    /** Groups of event kinds whose absence a verdict may rest on. */
    enum Feed {
        /** Joiners, movers and leavers. */
        IDENTITY,
        /** Accounts: created, disabled, deleted. */
        ACCOUNTS,
        /** Grants and revocations. */
        GRANTS,
        /** Approvals of access. */
        ACCESS_APPROVALS,
        /** Credentials issued and revoked. */
        CREDENTIALS,
        /** Privileged sessions. */
        SESSIONS,
        /** Approvals of elevations, and break-glass. */
        ELEVATIONS,
        /** Change records and their approvals. */
        CHANGES,
        /** Deployments, configuration edits and data patches. */
        IMPLEMENTATIONS,
        /** Business transactions. */
        ACTIVITY,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** A function of the business or of IT that entitlements can give. */
    record FunctionDefined(Header header, String functionId, Instant effectiveFrom, String name, String process)
            implements ReferenceEvent {}

    /**
     * What an entitlement lets its holder do.
     *
     * @param functions the functions it gives, each with the level it gives it at
     * @param privileged true for administrative entitlements
     */
    record EntitlementMapped(
            Header header,
            String systemId,
            String entitlement,
            Instant effectiveFrom,
            List<FunctionUse> functions,
            boolean privileged)
            implements ReferenceEvent {
        public EntitlementMapped {
            functions = functions.stream().sorted().distinct().toList();
        }
    }

    /** A function at a level. */
    record FunctionUse(String functionId, ActivityLevel level) implements Comparable<FunctionUse> {
        @Override
        public int compareTo(FunctionUse other) {
            int byFunction = functionId.compareTo(other.functionId);
            return byFunction != 0 ? byFunction : level.compareTo(other.level);
        }
    }

    /** What may be done with a function; looking at it never conflicts with anything. */
    enum ActivityLevel {
        DISPLAY,
        MAINTAIN,
        POST,
        APPROVE,
        ADMIN,
        /** Not stated, or a value newer than this build; treated as able to act. */
        UNKNOWN
    }

    /** The full content of a role: the entitlements it gives. An empty role gives nothing. */
    record RoleDefined(Header header, String systemId, String roleId, Instant effectiveFrom, List<String> entitlements)
            implements ReferenceEvent {
        public RoleDefined {
            entitlements = Texts.sorted(entitlements);
        }
    }

    /** An entitlement everyone of a kind receives by policy: the policy is its approval. */
    record BirthrightPublished(Header header, String systemId, String entitlement, Instant effectiveFrom)
            implements ReferenceEvent {}

    /**
     * A segregation-of-duties rule: functions that one identity must not hold together in one application.
     *
     * @param version the rule set's own version of the rule
     * @param slots every slot must be filled for a conflict; any one function of a slot fills it
     * @param stage whether it is tried out or in force; in force where absent
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
            Optional<Stage> stage)
            implements ReferenceEvent {
        public SodRulePublished {
            slots = List.copyOf(slots);
        }
    }

    /** One side of a rule: any one of these functions fills it. */
    record Slot(List<String> anyOf) {
        public Slot {
            anyOf = Texts.sorted(anyOf);
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

    /** Whether a control or rule is in force. */
    enum Stage {
        /** Written, not applied. */
        DRAFT,
        /** Applied on trial: exceptions are recorded, nobody is notified and nothing is asserted. */
        SHADOW,
        /** In force. */
        ACTIVE,
        /** No longer applied. */
        RETIRED,
        /** Not stated, or a value newer than this build; treated as in force. */
        UNKNOWN
    }

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
            Optional<String> mitigationRef)
            implements ReferenceEvent {}

    /** What an exemption does. */
    enum ExemptionKind {
        /** The risk owner accepts the exception until a date. */
        WAIVER,
        /** A mitigating control covers the exception until a date. */
        MITIGATION,
        /** Not stated, or a value newer than this build; never applied. */
        UNKNOWN
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

    /** Triage order of exceptions; it grades urgency and never deficiency. */
    enum Severity {
        LOW,
        MEDIUM,
        HIGH,
        CRITICAL,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}

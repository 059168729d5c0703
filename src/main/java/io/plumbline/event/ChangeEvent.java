package io.plumbline.event;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Change records, merges, deployments, configuration edits and data patches; inbound topic {@code change-management}. */
public sealed interface ChangeEvent extends Event {

    /** A statement of the change record: it goes to the change and, from there, to whatever implements it. */
    sealed interface RecordEvent extends ChangeEvent {
        String changeId();

        default Subject change() {
            return ChangeEvent.change(changeId());
        }
    }

    /** Something that was done to production: the population of the change controls. */
    sealed interface ImplementationEvent extends ChangeEvent {
        /** The source's own key of what was done. */
        String implementationId();

        String systemId();

        /** Who did it. */
        Principal implementer();

        /** The change records it names; empty where it names none. */
        List<String> changeIds();

        /** The privileged session it was done in, where known. */
        Optional<String> sessionId();

        default Subject implementation() {
            return new Subject(SubjectKind.IMPLEMENTATION, systemId() + "/" + implementationId());
        }
    }

    static Subject change(String changeId) {
        return new Subject(SubjectKind.CHANGE, changeId);
    }

    /** What keeps the change records of a system that were stated in the quarter of {@code at}, in UTC. */
    static Subject quarter(String systemId, Instant at) {
        ZonedDateTime when = at.atZone(ZoneOffset.UTC);
        return new Subject(
                SubjectKind.QUARTER, systemId + "/" + when.getYear() + "-Q" + when.get(IsoFields.QUARTER_OF_YEAR));
    }

    static Subject artefact(String systemId, String digest) {
        return new Subject(SubjectKind.ARTEFACT, systemId + "/" + digest);
    }

    /**
     * What keeps the edits that left a setting and those that came back to it, so that each that left it hears when it was taken
     * back.
     *
     * @param state digest of the value, or {@link #LOGGING} for what is logged
     */
    static Subject setting(String systemId, String itemId, String state) {
        return new Subject(SubjectKind.ARTEFACT, systemId + "/" + itemId + "@" + state);
    }

    /** The state of an item in which logs are complete. */
    String LOGGING = "logging";

    /**
     * A change was requested or reclassified; {@code header.occurredAt} is when it got this type.
     *
     * @param items configuration items the change is for; any item of the system where empty
     * @param parentChangeId the release or project it is a part of: what is assessed and tested there is assessed and tested for it
     * @param incidentRef the incident it repairs, for emergencies
     */
    record Requested(
            Header header,
            String changeId,
            ChangeType changeType,
            String systemId,
            List<String> items,
            Optional<String> requesterId,
            Optional<String> parentChangeId,
            Optional<String> incidentRef)
            implements RecordEvent {
        public Requested {
            items = Texts.sorted(items);
        }
    }

    /**
     * A change was approved; {@code header.occurredAt} is when it was decided.
     *
     * @param items configuration items approved; any item of the system where empty
     * @param artefactDigests artefacts approved; any where empty
     * @param windowFrom start of the implementation window; from the decision on where absent
     * @param windowTo end of the implementation window, exclusive; without end where absent
     * @param stage in which duty the approver decided
     */
    record Approved(
            Header header,
            String changeId,
            String systemId,
            String approverId,
            List<String> items,
            List<String> artefactDigests,
            Optional<Instant> windowFrom,
            Optional<Instant> windowTo,
            ApprovalStage stage)
            implements RecordEvent {
        public Approved {
            items = Texts.sorted(items);
            artefactDigests = Texts.sorted(artefactDigests);
        }
    }

    /** A change was refused, or its approval taken back; it covers nothing from then on. */
    record Rejected(Header header, String changeId, String systemId, String approverId) implements RecordEvent {}

    /** A change record was closed or cancelled; it covers nothing from then on. */
    record Closed(Header header, String changeId, String systemId) implements RecordEvent {}

    /**
     * It was assessed what the change does; {@code header.occurredAt} is when that was decided.
     *
     * @param icfrImpact whether it affects financial reporting, as the assessor answered
     * @param impactRef where the assessment is kept
     * @param textHash digest of its words; the same digest on many changes shows that they were copied
     */
    record ImpactAssessed(
            Header header,
            String changeId,
            String systemId,
            String assessorId,
            IcfrImpact icfrImpact,
            Optional<String> impactRef,
            Optional<String> textHash)
            implements RecordEvent {}

    /**
     * The change was tested; {@code header.occurredAt} is when the result was known.
     *
     * @param testerId who tested; absent for a test that a pipeline ran by itself, which counts for its artefact only
     * @param artefactDigest what was tested, where known
     * @param environment where it was tested
     * @param testRef where the result is kept
     */
    record Tested(
            Header header,
            String changeId,
            String systemId,
            Optional<String> testerId,
            TestResult result,
            Optional<String> artefactDigest,
            Optional<String> environment,
            Optional<String> testRef)
            implements RecordEvent {}

    /**
     * The change was reviewed after it went live.
     *
     * @param impactAssessed whether the review says what the change did
     * @param tested whether it was tested afterwards
     * @param approved whether the reviewer approves of it
     */
    record PostReviewed(
            Header header,
            String changeId,
            String systemId,
            String reviewerId,
            boolean impactAssessed,
            boolean tested,
            boolean approved)
            implements RecordEvent {}

    /**
     * Two ids name one change: that of the change record, of a release, a commit, a pipeline run or a ticket elsewhere. It holds
     * both ways, from the beginning, and along chains of two.
     *
     * @param otherId what else the change is called; implementations may name it
     */
    record Linked(Header header, String changeId, String otherId, LinkKind linkKind) implements RecordEvent {
        /** The other end of the link. */
        public Subject other() {
            return ChangeEvent.change(otherId);
        }
    }

    /**
     * Code of the change was merged.
     *
     * @param lastCommitAt when the newest commit was made that was merged
     * @param reviewedAt when the last reviewer approved; a commit after that was not reviewed
     * @param protection whether the rules that guard the branch were in force
     */
    record Merged(
            Header header,
            String changeId,
            String repository,
            String commit,
            List<String> authorIds,
            List<String> reviewerIds,
            Optional<Instant> lastCommitAt,
            Optional<Instant> reviewedAt,
            Protection protection)
            implements RecordEvent {
        public Merged {
            authorIds = Texts.sorted(authorIds);
            reviewerIds = Texts.sorted(reviewerIds);
        }
    }

    /**
     * An artefact went into an environment.
     *
     * @param artefactDigest digest or commit of what was deployed
     * @param previousDigest what ran there before, where known; equal digests mean that nothing changed
     * @param authorIds who wrote what was deployed, where the pipeline knows; merges of the change add to it
     * @param triggeredBy the person who started the pipeline, where {@code deployer} is a service
     * @param gateApproverId who let it pass the gate before the environment, where the pipeline has one
     * @param protection whether the rules that guard the environment were in force
     */
    record Deployed(
            Header header,
            String deploymentId,
            String systemId,
            String environment,
            List<String> changeIds,
            String artefactDigest,
            Optional<String> previousDigest,
            Principal deployer,
            Optional<String> triggeredBy,
            List<String> authorIds,
            Optional<String> sessionId,
            Optional<String> gateApproverId,
            Protection protection)
            implements ImplementationEvent {
        public Deployed {
            changeIds = Texts.sorted(changeIds);
            authorIds = Texts.sorted(authorIds);
        }

        @Override
        public String implementationId() {
            return deploymentId;
        }

        @Override
        public Principal implementer() {
            return deployer;
        }
    }

    /** A deployment was taken back and the taking back verified. */
    record RolledBack(Header header, String deploymentId, String systemId) implements ChangeEvent {
        public Subject implementation() {
            return new Subject(SubjectKind.IMPLEMENTATION, systemId + "/" + deploymentId);
        }
    }

    /**
     * A configuration item was edited in production; equal hashes mean that nothing changed.
     *
     * @param logging what it did to what is logged, where the source says
     */
    record ConfigEdited(
            Header header,
            String editId,
            String systemId,
            String itemId,
            List<String> changeIds,
            Optional<String> beforeHash,
            Optional<String> afterHash,
            Principal editor,
            Optional<String> sessionId,
            LoggingEffect logging)
            implements ImplementationEvent {
        public ConfigEdited {
            changeIds = Texts.sorted(changeIds);
        }

        @Override
        public String implementationId() {
            return editId;
        }

        /** What keeps the settings it left or came to; none where nothing changed. */
        public List<Subject> settings() {
            List<Subject> settings = new ArrayList<>();
            if (!beforeHash.equals(afterHash)) {
                beforeHash.ifPresent(hash -> settings.add(setting(systemId, itemId, hash)));
                afterHash.ifPresent(hash -> settings.add(setting(systemId, itemId, hash)));
            }
            if (logging == LoggingEffect.REDUCED || logging == LoggingEffect.RESTORED) {
                settings.add(setting(systemId, itemId, LOGGING));
            }
            return settings;
        }

        @Override
        public Principal implementer() {
            return editor;
        }
    }

    /**
     * Production data was changed directly, past the application.
     *
     * @param rows number of rows touched
     */
    record DataPatched(
            Header header,
            String patchId,
            String systemId,
            String objectType,
            long rows,
            List<String> changeIds,
            Optional<String> statementHash,
            Principal editor,
            Optional<String> sessionId)
            implements ImplementationEvent {
        public DataPatched {
            changeIds = Texts.sorted(changeIds);
        }

        @Override
        public String implementationId() {
            return patchId;
        }

        @Override
        public Principal implementer() {
            return editor;
        }
    }

    /** How a change is governed. */
    enum ChangeType {
        NORMAL,
        /** Pre-approved model; its approval is re-given yearly. */
        STANDARD,
        EMERGENCY,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** In which duty somebody approves a change. */
    enum ApprovalStage {
        /** For the business process that the change serves. */
        BUSINESS_OWNER,
        /** For the control whose settings it touches. */
        CONTROL_OWNER,
        /** For the system. */
        SYSTEM_OWNER,
        /** Out of the usual order, before an emergency is repaired. */
        EMERGENCY,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** Whether a change affects financial reporting. */
    enum IcfrImpact {
        YES,
        NO,
        /** Not answered, or a value newer than this build. */
        UNKNOWN
    }

    /** How a test ended. */
    enum TestResult {
        PASS,
        FAIL,
        /** Not stated, or a value newer than this build; never counts as passed. */
        UNKNOWN
    }

    /** What the other id of a change names. */
    enum LinkKind {
        RELEASE,
        COMMIT,
        PIPELINE,
        TICKET,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** Whether rules that guard a branch or an environment were in force. */
    enum Protection {
        ON,
        OFF,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }

    /** What an edit did to what is logged. */
    enum LoggingEffect {
        REDUCED,
        RESTORED,
        /** Nothing, as the source says. */
        NONE,
        /** Not stated, or a value newer than this build. */
        UNKNOWN
    }
}

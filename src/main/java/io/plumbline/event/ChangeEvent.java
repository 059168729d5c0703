package io.plumbline.event;

import java.time.Instant;
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

    static Subject artefact(String systemId, String digest) {
        return new Subject(SubjectKind.ARTEFACT, systemId + "/" + digest);
    }

    /**
     * A change was requested or reclassified; {@code header.occurredAt} is when it got this type.
     *
     * @param items configuration items the change is for; any item of the system where empty
     */
    record Requested(
            Header header,
            String changeId,
            ChangeType changeType,
            String systemId,
            List<String> items,
            Optional<String> requesterId)
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
     */
    record Approved(
            Header header,
            String changeId,
            String systemId,
            String approverId,
            List<String> items,
            List<String> artefactDigests,
            Optional<Instant> windowFrom,
            Optional<Instant> windowTo)
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

    /** Code of the change was merged. */
    record Merged(
            Header header,
            String changeId,
            String repository,
            String commit,
            List<String> authorIds,
            List<String> reviewerIds,
            Optional<Instant> lastCommitAt)
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
            Optional<String> sessionId)
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

    /** A configuration item was edited in production; equal hashes mean that nothing changed. */
    record ConfigEdited(
            Header header,
            String editId,
            String systemId,
            String itemId,
            List<String> changeIds,
            Optional<String> beforeHash,
            Optional<String> afterHash,
            Principal editor,
            Optional<String> sessionId)
            implements ImplementationEvent {
        public ConfigEdited {
            changeIds = Texts.sorted(changeIds);
        }

        @Override
        public String implementationId() {
            return editId;
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
}

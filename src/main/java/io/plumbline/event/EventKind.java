package io.plumbline.event;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of all event kinds: name on the wire, inbound topic, and the record that holds one. */
public enum EventKind {
    IDENTITY_CREATED("identity.created", InboundTopic.IDENTITY, IdentityEvent.Created.class),
    IDENTITY_UPDATED("identity.updated", InboundTopic.IDENTITY, IdentityEvent.Updated.class),
    IDENTITY_TERMINATED("identity.terminated", InboundTopic.IDENTITY, IdentityEvent.Terminated.class),
    IDENTITY_REHIRED("identity.rehired", InboundTopic.IDENTITY, IdentityEvent.Rehired.class),
    ACCOUNT_CREATED("account.created", InboundTopic.IDENTITY, IdentityEvent.AccountCreated.class),
    ACCOUNT_LINKED("account.linked", InboundTopic.IDENTITY, IdentityEvent.AccountLinked.class),
    ACCOUNT_ENABLED("account.enabled", InboundTopic.IDENTITY, IdentityEvent.AccountEnabled.class),
    ACCOUNT_DISABLED("account.disabled", InboundTopic.IDENTITY, IdentityEvent.AccountDisabled.class),
    ACCOUNT_DELETED("account.deleted", InboundTopic.IDENTITY, IdentityEvent.AccountDeleted.class),
    IDENTITY_OWNER_CHANGED("identity.owner_changed", InboundTopic.IDENTITY, IdentityEvent.OwnerChanged.class),
    IDENTITY_OWNER_ATTESTED("identity.owner_attested", InboundTopic.IDENTITY, IdentityEvent.OwnerAttested.class),
    IDENTITY_PROFILED("identity.profiled", InboundTopic.IDENTITY, IdentityEvent.Profiled.class),
    IDENTITY_POSITION_CHANGED("identity.position_changed", InboundTopic.IDENTITY, IdentityEvent.PositionChanged.class),
    IDENTITY_MERGED("identity.merged", InboundTopic.IDENTITY, IdentityEvent.Merged.class),
    ACCOUNT_UNLINKED("account.unlinked", InboundTopic.IDENTITY, IdentityEvent.AccountUnlinked.class),
    ACCOUNT_EXTENDED("account.extended", InboundTopic.IDENTITY, IdentityEvent.AccountExtended.class),
    MANDATE_GRANTED("mandate.granted", InboundTopic.IDENTITY, IdentityEvent.MandateGranted.class),
    MANDATE_REVOKED("mandate.revoked", InboundTopic.IDENTITY, IdentityEvent.MandateRevoked.class),
    APPROVALS_KEPT("approvals.kept", InboundTopic.NONE, IdentityEvent.ApprovalsKept.class),
    CODE_AUTHORED("code.authored", InboundTopic.NONE, IdentityEvent.Authored.class),

    ACCESS_REQUESTED("access.requested", InboundTopic.ACCESS, AccessEvent.Requested.class),
    ACCESS_APPROVED("access.approved", InboundTopic.ACCESS, AccessEvent.Approved.class),
    ACCESS_REJECTED("access.rejected", InboundTopic.ACCESS, AccessEvent.Rejected.class),
    ACCESS_WITHDRAWN("access.withdrawn", InboundTopic.ACCESS, AccessEvent.Withdrawn.class),
    ACCESS_GRANTED("access.granted", InboundTopic.ACCESS, AccessEvent.Granted.class),
    ACCESS_REVOKED("access.revoked", InboundTopic.ACCESS, AccessEvent.Revoked.class),
    ACCESS_OBSERVED("access.observed", InboundTopic.ACCESS, AccessEvent.Observed.class),
    ACCESS_PREDICTED("access.predicted", InboundTopic.ACCESS, AccessEvent.Predicted.class),

    CREDENTIAL_ISSUED("credential.issued", InboundTopic.CREDENTIALS, CredentialEvent.Issued.class),
    CREDENTIAL_REVOKED("credential.revoked", InboundTopic.CREDENTIALS, CredentialEvent.Revoked.class),
    CREDENTIAL_ROTATED("credential.rotated", InboundTopic.CREDENTIALS, CredentialEvent.Rotated.class),
    CREDENTIAL_USED("credential.used", InboundTopic.CREDENTIALS, CredentialEvent.Used.class),
    CREDENTIAL_RETRIEVED("credential.retrieved", InboundTopic.CREDENTIALS, CredentialEvent.Retrieved.class),
    CREDENTIAL_EXPOSED("credential.exposed", InboundTopic.CREDENTIALS, CredentialEvent.Exposed.class),
    CREDENTIAL_EXPIRED("credential.expired", InboundTopic.CREDENTIALS, CredentialEvent.Expired.class),

    ELEVATION_APPROVED(
            "elevation.approved", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.ElevationApproved.class),
    ELEVATION_DENIED("elevation.denied", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.ElevationDenied.class),
    SESSION_STARTED("session.started", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.SessionStarted.class),
    SESSION_ACTION("session.action", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.SessionAction.class),
    SESSION_ENDED("session.ended", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.SessionEnded.class),
    BREAKGLASS_INVOKED(
            "breakglass.invoked", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.BreakglassInvoked.class),
    BREAKGLASS_REVIEWED(
            "breakglass.reviewed", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.BreakglassReviewed.class),
    ELEVATION_STARTED(
            "elevation.started", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.ElevationStarted.class),
    ELEVATION_ENDED("elevation.ended", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.ElevationEnded.class),
    ATTRIBUTION_RECORDED(
            "attribution.recorded", InboundTopic.PRIVILEGED_ACCESS, PrivilegedAccessEvent.AttributionRecorded.class),

    CHANGE_REQUESTED("change.requested", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.Requested.class),
    CHANGE_APPROVED("change.approved", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.Approved.class),
    CHANGE_REJECTED("change.rejected", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.Rejected.class),
    CHANGE_CLOSED("change.closed", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.Closed.class),
    CODE_MERGED("code.merged", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.Merged.class),
    CHANGE_IMPACT_ASSESSED("change.impact_assessed", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.ImpactAssessed.class),
    CHANGE_TESTED("change.tested", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.Tested.class),
    CHANGE_POST_REVIEWED("change.post_reviewed", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.PostReviewed.class),
    CHANGE_LINKED("change.linked", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.Linked.class),
    DEPLOYMENT_EXECUTED("deployment.executed", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.Deployed.class),
    DEPLOYMENT_ROLLED_BACK("deployment.rolled_back", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.RolledBack.class),
    CONFIG_EDITED("config.edited", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.ConfigEdited.class),
    DATA_PATCHED("data.patched", InboundTopic.CHANGE_MANAGEMENT, ChangeEvent.DataPatched.class),

    STEP_PERFORMED("txn.step", InboundTopic.BUSINESS_ACTIVITY, BusinessActivityEvent.StepPerformed.class),

    ITEM_ADDED("campaign.item_added", InboundTopic.ACCESS_REVIEW, ReviewEvent.ItemAdded.class),
    ITEM_DECIDED("item.decided", InboundTopic.ACCESS_REVIEW, ReviewEvent.ItemDecided.class),
    ITEM_REASSIGNED("item.reassigned", InboundTopic.ACCESS_REVIEW, ReviewEvent.ItemReassigned.class),
    ITEM_REMEDIATED("item.remediated", InboundTopic.ACCESS_REVIEW, ReviewEvent.ItemRemediated.class),
    ATTESTATION_SIGNED("attestation.signed", InboundTopic.ACCESS_REVIEW, ReviewEvent.AttestationSigned.class),

    EXCEPTION_DECIDED("exception.decided", InboundTopic.DECISIONS, DecisionEvent.Decided.class),
    EXCEPTION_REGISTERED("exception.registered", InboundTopic.NONE, DecisionEvent.Registered.class),

    CONTROL_CONCLUDED("control.concluded", InboundTopic.DECISIONS, DecisionEvent.Concluded.class),
    PACK_BUILT("pack.built", InboundTopic.DECISIONS, DecisionEvent.PackBuilt.class),
    REJECTIONS_SETTLED("rejections.settled", InboundTopic.DECISIONS, DecisionEvent.RejectionsSettled.class),

    SYSTEM_REGISTERED("system.registered", InboundTopic.REFERENCE, ReferenceEvent.SystemRegistered.class),
    SOURCE_DECLARED("source.declared", InboundTopic.REFERENCE, ReferenceEvent.SourceDeclared.class),
    FUNCTION_DEFINED("function.defined", InboundTopic.REFERENCE, ReferenceEvent.FunctionDefined.class),
    ENTITLEMENT_MAPPED("entitlement.mapped", InboundTopic.REFERENCE, ReferenceEvent.EntitlementMapped.class),
    ROLE_DEFINED("role.defined", InboundTopic.REFERENCE, ReferenceEvent.RoleDefined.class),
    BIRTHRIGHT_PUBLISHED("birthright.published", InboundTopic.REFERENCE, ReferenceEvent.BirthrightPublished.class),
    SOD_RULE_PUBLISHED("rule.published", InboundTopic.REFERENCE, ReferenceEvent.SodRulePublished.class),
    SOD_RULE_DISABLED("rule.disabled", InboundTopic.REFERENCE, ReferenceEvent.SodRuleDisabled.class),
    PARAMETER_CHANGED("param.changed", InboundTopic.REFERENCE, ReferenceEvent.ParameterChanged.class),
    CONTROL_STAGED("control.staged", InboundTopic.REFERENCE, ReferenceEvent.ControlStaged.class),
    CALENDAR_PUBLISHED("calendar.published", InboundTopic.REFERENCE, ReferenceEvent.CalendarPublished.class),
    EXEMPTION_GRANTED("exemption.granted", InboundTopic.REFERENCE, ReferenceEvent.ExemptionGranted.class),
    EXEMPTION_REVOKED("exemption.revoked", InboundTopic.REFERENCE, ReferenceEvent.ExemptionRevoked.class),
    SYSTEM_RETIRED("system.retired", InboundTopic.REFERENCE, ReferenceEvent.SystemRetired.class),
    BOUNDARY_ITEM_REGISTERED(
            "boundary.registered", InboundTopic.REFERENCE, ReferenceEvent.BoundaryItemRegistered.class),
    PERSON_ALIASED("person.aliased", InboundTopic.REFERENCE, ReferenceEvent.PersonAliased.class),
    FISCAL_PERIOD_PUBLISHED("period.published", InboundTopic.REFERENCE, ReferenceEvent.FiscalPeriodPublished.class),
    CAMPAIGN_OPENED("campaign.opened", InboundTopic.REFERENCE, ReferenceEvent.CampaignOpened.class),
    CAMPAIGN_CLOSED("campaign.closed", InboundTopic.REFERENCE, ReferenceEvent.CampaignClosed.class),
    ROLE_RETIRED("role.retired", InboundTopic.REFERENCE, ReferenceEvent.RoleRetired.class),
    POSITION_MODELLED("position.modelled", InboundTopic.REFERENCE, ReferenceEvent.PositionModelled.class),
    DELEGATION_RECORDED("delegation.recorded", InboundTopic.REFERENCE, ReferenceEvent.DelegationRecorded.class),
    MITIGATION_PERFORMED("mitigation.performed", InboundTopic.REFERENCE, ReferenceEvent.MitigationPerformed.class),
    CATALOGUE_CHANGE_APPROVED(
            "catalogue.change_approved", InboundTopic.REFERENCE, ReferenceEvent.CatalogueChangeApproved.class),

    SOURCE_HEARTBEAT("source.heartbeat", InboundTopic.SOURCE_HEALTH, SourceHealthEvent.Heartbeat.class),
    SOURCE_MANIFEST("source.manifest", InboundTopic.SOURCE_HEALTH, SourceHealthEvent.Manifest.class),
    SOURCE_GAP("source.gap", InboundTopic.SOURCE_HEALTH, SourceHealthEvent.Gap.class),
    SOURCE_BACKFILLED("source.backfilled", InboundTopic.SOURCE_HEALTH, SourceHealthEvent.Backfilled.class),
    SOURCE_FELL_SILENT("source.fell_silent", InboundTopic.NONE, SourceHealthEvent.FellSilent.class),
    SOURCE_CLOCK_OFF("source.clock_off", InboundTopic.NONE, SourceHealthEvent.ClockOff.class),
    RECORDS_REJECTED("records.rejected", InboundTopic.NONE, SourceHealthEvent.RecordsRejected.class),
    STATEMENT_CONTRADICTED("statement.contradicted", InboundTopic.NONE, SourceHealthEvent.StatementContradicted.class),
    STATEMENT_BACKDATED("statement.backdated", InboundTopic.NONE, SourceHealthEvent.StatementBackdated.class),
    RETENTION_STATED("retention.stated", InboundTopic.SOURCE_HEALTH, SourceHealthEvent.RetentionStated.class),
    INTEGRITY_CHECKED("integrity.checked", InboundTopic.SOURCE_HEALTH, SourceHealthEvent.IntegrityChecked.class);

    /** Inbound topics, by the last part of their names; {@code NONE} for kinds that only Plumbline itself writes. */
    public enum InboundTopic {
        IDENTITY("identity"),
        ACCESS("access"),
        CREDENTIALS("credentials"),
        PRIVILEGED_ACCESS("privileged-access"),
        CHANGE_MANAGEMENT("change-management"),
        BUSINESS_ACTIVITY("business-activity"),
        ACCESS_REVIEW("access-review"),
        DECISIONS("decisions"),
        REFERENCE("reference"),
        SOURCE_HEALTH("source-health"),
        NONE("");

        private final String topicName;

        InboundTopic(String topicName) {
            this.topicName = topicName;
        }

        public String topicName() {
            return topicName;
        }
    }

    private static final Map<Class<?>, EventKind> BY_TYPE =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventKind::type, Function.identity()));
    private static final Map<String, EventKind> BY_NAME =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(EventKind::wireName, Function.identity()));

    private final String wireName;
    private final InboundTopic topic;
    private final Class<? extends Event> type;

    EventKind(String wireName, InboundTopic topic, Class<? extends Event> type) {
        this.wireName = wireName;
        this.topic = topic;
        this.type = type;
    }

    static EventKind of(Event event) {
        return BY_TYPE.get(event.getClass());
    }

    /** The kind of a wire name such as {@code access.granted}. */
    public static Optional<EventKind> named(String wireName) {
        return Optional.ofNullable(BY_NAME.get(wireName));
    }

    public String wireName() {
        return wireName;
    }

    public InboundTopic topic() {
        return topic;
    }

    public Class<? extends Event> type() {
        return type;
    }
}

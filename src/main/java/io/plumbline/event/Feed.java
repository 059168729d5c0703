package io.plumbline.event;

/** Groups of event kinds whose absence a verdict may rest on. */
public enum Feed {
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
    /** Who used shared accounts. */
    ATTRIBUTIONS,
    /** Reviews of break-glass use. */
    BREAKGLASS_REVIEWS,
    /** Performances of mitigating controls. */
    MITIGATIONS,
    /** Not stated, or a value newer than this build. */
    UNKNOWN
}

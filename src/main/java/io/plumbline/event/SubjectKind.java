package io.plumbline.event;

import java.util.Locale;

/**
 * Kinds of subject. Some are populations that controls judge; the others only collect what carries no owner and pass it on
 * once the owner is known.
 */
public enum SubjectKind {
    /** A person or a machine identity. Judged. */
    IDENTITY,
    /** An account of a system. Judged while it is linked to no identity; passes everything on once it is. */
    ACCOUNT,
    /** One production change as carried out: a deployment, a configuration edit, a data patch. Judged. */
    IMPLEMENTATION,
    /** A change record; passes its approvals and closure on to what implements it. */
    CHANGE,
    /** A build artefact by digest; joins change records that approve it with deployments that name no change. */
    ARTEFACT,
    /** A privileged session; passes its actions and its end on to the one who opened it and to what was done in it. */
    SESSION,
    /** A credential by id; passes what is said of it on to its owner, to those who may know it, and to who answers for it. */
    CREDENTIAL,
    /** An exception by id; passes decisions on to the subject the exception is about. */
    EXCEPTION,
    /** A source of events; what is known of its own health. Judged. */
    SOURCE,
    /** What an identity approved in one month; kept apart because there is so much of it. Judged. */
    APPROVER,
    /** A business object with the steps carried out on it and on what follows from it. Judged. */
    OBJECT,
    /** A role or entitlement of a system, with who holds it. Judged. */
    ROLE,
    /** A system: who answers for it, what is known of it, how it is reviewed and changed. Judged. */
    SYSTEM,
    /** The change records of one system in one quarter, by how they were governed. Judged. */
    QUARTER,
    /** What one reviewer decided in one access review. Judged. */
    REVIEWER,
    /** What people conclude of one control over one period. Judged. */
    CONCLUSION;

    private final String prefix = name().toLowerCase(Locale.ROOT);

    /** The lower-case prefix of subject keys: {@code identity:p-1}. */
    public String prefix() {
        return prefix;
    }
}

package io.plumbline.event;

import java.util.Locale;

/**
 * Kinds of subject. Some are populations that controls judge; the others only collect what carries no owner and pass it on
 * once the owner is known.
 */
public enum SubjectKind {
    /** A person or a machine identity. */
    IDENTITY(true),
    /** An account of a system. Judged while it is linked to no identity; passes everything on once it is. */
    ACCOUNT(true),
    /** One production change as carried out: a deployment, a configuration edit, a data patch. */
    IMPLEMENTATION(true),
    /** A change record; passes its approvals and closure on to what implements it. */
    CHANGE(false),
    /** A build artefact by digest; joins change records that approve it with deployments that name no change. */
    ARTEFACT(false),
    /** A privileged session; passes its actions and its end on to the one who opened it and to what was done in it. */
    SESSION(false),
    /** A credential by id; passes what is said of it on to its owner, to those who may know it, and to who answers for it. */
    CREDENTIAL(false),
    /** An exception by id; passes decisions on to the subject the exception is about. */
    EXCEPTION(false),
    /** A source of events; what is known of its own health. */
    SOURCE(true),
    /** What an identity approved in one month; kept apart because there is so much of it. */
    APPROVER(true),
    /** A business object with the steps carried out on it and on what follows from it. */
    OBJECT(true),
    /** A role or entitlement of a system, with who holds it. */
    ROLE(true),
    /** A system: who answers for it, what is known of it, how it is reviewed and changed. */
    SYSTEM(true),
    /** The change records of one system in one quarter, by how they were governed. */
    QUARTER(true),
    /** What one reviewer decided in one access review. */
    REVIEWER(true),
    /** What people conclude of one control over one period. */
    CONCLUSION(true);

    private final String prefix = name().toLowerCase(Locale.ROOT);
    private final boolean judged;

    SubjectKind(boolean judged) {
        this.judged = judged;
    }

    /** Whether subjects of the kind are populations of controls; the others only collect and pass on. */
    public boolean isJudged() {
        return judged;
    }

    /** The lower-case prefix of subject keys: {@code identity:p-1}. */
    public String prefix() {
        return prefix;
    }
}

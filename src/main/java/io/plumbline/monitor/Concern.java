package io.plumbline.monitor;

import io.plumbline.catalogue.Catalogue;
import io.plumbline.catalogue.CatalogueDifference;
import io.plumbline.catalogue.CatalogueDifference.Entitlement;
import io.plumbline.control.sod.RoleConflicts;
import io.plumbline.event.AccessEvent;
import io.plumbline.event.BusinessActivityEvent.StepPerformed;
import io.plumbline.event.Event;
import io.plumbline.event.IdentityEvent;
import io.plumbline.event.PrivilegedAccessEvent.ElevationApproved;
import io.plumbline.event.PrivilegedAccessEvent.SessionStarted;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.RoleRetired;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReviewEvent;
import io.plumbline.event.Routing;
import io.plumbline.event.Subject;
import io.plumbline.event.SubjectKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changes of reference data can concern, as text: an entitlement of a system, what is held of a system, an access review, one
 * subject, or all sources. Subjects are found by the concerns of the events they hold, for good, since all their history is judged.
 */
final class Concern {

    /** What is not known of a role is reported of the source that stated it. */
    private static final String SOURCES = "sources";

    private static final String ENTITLEMENT = "entitlement|";
    private static final String ABOUT = "about|";
    private static final String SYSTEM = "system|";
    private static final String REVIEW = "review|";

    private Concern() {}

    /** By what a subject that holds the event is found; empty for most events. */
    static Set<String> of(Subject subject, Event event) {
        Set<String> concerns = new TreeSet<>();
        if (subject.kind() == SubjectKind.SOURCE) {
            concerns.add(SOURCES);
        } else if (subject.kind() == SubjectKind.SYSTEM) {
            concerns.add(SYSTEM + subject.id());
        }
        if (event instanceof ReviewEvent.ItemDecided decided) {
            concerns.add(entitlement(decided.systemId(), decided.entitlement()));
        }
        if (event instanceof AccessEvent access) {
            entitlementsOf(access).forEach(entitlement -> concerns.add(entitlement(access.systemId(), entitlement)));
            concerns.add(SYSTEM + access.systemId());
        } else if (event instanceof ReviewEvent.ItemEvent item) {
            concerns.add(REVIEW + item.campaignId());
        } else if (event instanceof SystemRegistered system) {
            concerns.add(SYSTEM + system.systemId());
        } else if (event instanceof IdentityEvent.Authored authored) {
            concerns.add(SYSTEM + authored.systemId());
        } else if (event instanceof ElevationApproved elevation) {
            elevation.role().ifPresent(role -> concerns.add(entitlement(elevation.systemId(), role)));
        } else if (event instanceof SessionStarted session) {
            session.role().ifPresent(role -> concerns.add(entitlement(session.systemId(), role)));
        } else if (event instanceof StepPerformed step) {
            concerns.add(entitlement(step.systemId(), step.entitlement()));
        } else if (event instanceof RoleDefined role) {
            concerns.add(entitlement(role.systemId(), role.roleId()));
        } else if (event instanceof RoleRetired role) {
            concerns.add(entitlement(role.systemId(), role.roleId()));
        } else if (event instanceof ExemptionGranted exemption && subject.kind() != SubjectKind.SYSTEM) {
            exemption.subjectKey().ifPresent(key -> concerns.add(about(key)));
        } else if (event instanceof IdentityEvent.Merged merged) {
            concerns.add(about(Subject.identity(merged.identityId()).key()));
            concerns.add(about(Subject.identity(merged.intoId()).key()));
        }
        return concerns;
    }

    private static List<String> entitlementsOf(AccessEvent event) {
        if (event instanceof AccessEvent.Requested requested) {
            return requested.entitlements();
        } else if (event instanceof AccessEvent.Approved approved) {
            return approved.entitlements();
        } else if (event instanceof AccessEvent.Granted granted) {
            return List.of(granted.entitlement());
        } else if (event instanceof AccessEvent.Revoked revoked) {
            return List.of(revoked.entitlement());
        } else if (event instanceof AccessEvent.Predicted predicted) {
            return List.of(predicted.entitlement());
        }
        return event instanceof AccessEvent.Observed seen ? List.of(seen.entitlement()) : List.of();
    }

    /** Whom everything that differs concerns; empty where it may be anybody. */
    static Optional<Set<String>> ofChanges(Catalogue before, Catalogue after) {
        return CatalogueDifference.between(before, after, Rejudging.MOST_WAITING)
                .map(difference -> {
                    Set<String> concerns = new TreeSet<>();
                    for (Entitlement one : difference.entitlements()) {
                        concerns.add(SOURCES);
                        concerns.add(entitlement(one.systemId(), one.id()));
                        for (Catalogue catalogue : List.of(before, after)) {
                            RoleConflicts.related(one.systemId(), one.id(), catalogue)
                                    .forEach(role -> concerns.add(about(
                                            Routing.role(one.systemId(), role).key())));
                        }
                    }
                    difference.subjectKeys().forEach(key -> concerns.add(about(key)));
                    difference.reviews().forEach(review -> concerns.add(REVIEW + review));
                    difference.systems().forEach(system -> concerns.add(SYSTEM + system));
                    return concerns;
                });
    }

    /** The subject that a concern names, beside those found by it. */
    static Optional<Subject> itself(String concern) {
        return concern.startsWith(ABOUT)
                ? Optional.of(Subject.parse(concern.substring(ABOUT.length())))
                : Optional.empty();
    }

    private static String entitlement(String systemId, String entitlement) {
        return ENTITLEMENT + systemId + "|" + entitlement;
    }

    private static String about(String subjectKey) {
        return ABOUT + subjectKey;
    }
}

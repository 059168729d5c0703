package io.plumbline.sources.midpoint;

import io.plumbline.sources.BadRecordException;
import io.plumbline.sources.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One object: what it is, what it has, and what it passes on.
 *
 * @param type the name of its element, {@code role} for example
 * @param oid its id in midPoint, unique over all types
 * @param enabled false where its activation says so
 * @param assigned ids of what is assigned to it
 * @param induced ids of what everyone gets to whom it is assigned
 * @param excludes ids of what nobody may have beside it
 * @param inducesExclusionOf ids of what everything excludes to which this object is assigned
 */
record MidpointObject(
        String type,
        String oid,
        String name,
        Optional<String> personalNumber,
        boolean enabled,
        List<Assignment> assigned,
        List<String> induced,
        List<String> excludes,
        List<String> inducesExclusionOf) {

    private static final String USER = "user";

    private static final Set<String> ABSTRACT_ROLES = Set.of("role", "org", "service", "archetype", "policy");

    /** What is assigned, and how: a relation such as {@code manager} gives nothing that is not given otherwise. */
    record Assignment(String oid, String relation) {}

    static MidpointObject of(RawRecord raw) throws BadRecordException {
        List<Assignment> assigned = new ArrayList<>();
        List<String> excludes = new ArrayList<>();
        for (RawRecord assignment : raw.all("assignment")) {
            for (RawRecord target : assignment.all("targetRef")) {
                if (target.has("oid")) {
                    assigned.add(new Assignment(target.text("oid"), relationOf(target)));
                }
            }
            excludes.addAll(exclusions(assignment));
        }
        List<String> induced = new ArrayList<>();
        List<String> inducesExclusionOf = new ArrayList<>();
        for (RawRecord inducement : raw.all("inducement")) {
            for (RawRecord target : inducement.all("targetRef")) {
                if (target.has("oid")) {
                    induced.add(target.text("oid"));
                }
            }
            inducesExclusionOf.addAll(exclusions(inducement));
        }
        return new MidpointObject(
                raw.text("elementName"),
                raw.text("oid"),
                raw.text("name"),
                raw.optionalText("personalNumber"),
                isEnabled(raw),
                assigned,
                induced,
                excludes,
                inducesExclusionOf);
    }

    /** Whether objects of a type are users or can be assigned to one. */
    static boolean isModelled(String type) {
        return type.equals(USER) || ABSTRACT_ROLES.contains(type);
    }

    /** Whether it can be assigned to others. */
    boolean isRole() {
        return ABSTRACT_ROLES.contains(type);
    }

    boolean isUser() {
        return type.equals(USER);
    }

    private static boolean isEnabled(RawRecord raw) throws BadRecordException {
        for (RawRecord activation : raw.all("activation")) {
            if (activation
                    .optionalText("administrativeStatus")
                    .filter("disabled"::equals)
                    .isPresent()) {
                return false;
            }
        }
        return true;
    }

    /** The relation without the prefix of its name space; {@code default} where none is given. */
    private static String relationOf(RawRecord target) throws BadRecordException {
        String relation = target.optionalText("relation").orElse("default");
        return relation.substring(relation.indexOf(':') + 1);
    }

    private static List<String> exclusions(RawRecord assignment) throws BadRecordException {
        List<String> excluded = new ArrayList<>();
        for (RawRecord rule : assignment.all("policyRule")) {
            for (RawRecord constraints : rule.all("policyConstraints")) {
                excluded.addAll(targetsOf(constraints));
                for (RawRecord either : constraints.all("or")) {
                    excluded.addAll(targetsOf(either));
                }
            }
        }
        return excluded;
    }

    private static List<String> targetsOf(RawRecord constraints) throws BadRecordException {
        List<String> targets = new ArrayList<>();
        for (RawRecord exclusion : constraints.all("exclusion")) {
            for (RawRecord target : exclusion.all("targetRef")) {
                if (target.has("oid")) {
                    targets.add(target.text("oid"));
                }
            }
        }
        return targets;
    }
}
